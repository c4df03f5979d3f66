using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>VLANEncap(VLAN_TCI)</c>: puts a VLAN tag into Ethernet frames, behind their addresses.</summary>
sealed unsafe class VLANEncap : VlanElement
{
    int _etherType = (int)EtherType.Vlan;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var vlan = VlanArguments.Read(arguments);
        var type = arguments.Keyword("ETHERTYPE", ArgumentTypes.UInt16, (ushort)EtherType.Vlan);
        if (arguments.Complete())
            (Vlan, _etherType) = (vlan, type);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        base.AddHandlers(handlers);
        handlers.Read("ethertype", () => $"{_etherType:x4}", "the type that says that a tag follows");
        handlers.Write("ethertype", text => _etherType = ParseValue(text, ArgumentTypes.UInt16), "the type that says that a tag follows");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        const int addresses = 2 * MacAddress.Size;
        var tag = TagOf(packet);
        if (tag < 0 || packet.Length < addresses)
            return packet;
        packet = packet.Push(VlanTag.Size);
        if (packet.IsNone)
            return packet;
        packet.Span.Slice(VlanTag.Size, addresses).CopyTo(packet.Span);
        IPv4View.Write16(packet.Data + addresses, _etherType);
        IPv4View.Write16(packet.Data + addresses + 2, tag);
        packet.SetMacHeader(packet.Data);
        return packet;
    }
}
