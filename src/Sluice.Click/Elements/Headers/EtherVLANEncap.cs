using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>EtherVLANEncap(ETHERTYPE, SRC, DST, VLAN_TCI)</c>: puts an Ethernet header with a VLAN tag before each packet.</summary>
sealed unsafe class EtherVLANEncap : VlanElement
{
    const int TaggedSize = EthernetHeader.Size + VlanTag.Size;

    readonly byte[] _header = new byte[EthernetHeader.Size];

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var type = arguments.Mandatory("ETHERTYPE", ArgumentTypes.UInt16);
        var source = arguments.Mandatory("SRC", ArgumentTypes.MacAddress);
        var destination = arguments.Mandatory("DST", ArgumentTypes.MacAddress);
        var vlan = VlanArguments.Read(arguments);
        if (!arguments.Complete())
            return;
        Vlan = vlan;
        EthernetHeader.Write(_header, destination, source, (EtherType)type);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        base.AddHandlers(handlers);
        EtherFields.AddHandlers(handlers, _header, text => ParseValue(text, ArgumentTypes.MacAddress));
        handlers.Read("ethertype", () => $"{EtherFields.TypeOf(_header):x4}", "the Ethernet type within");
        handlers.Write("ethertype", text => EtherFields.SetType(_header, ParseValue(text, ArgumentTypes.UInt16)), "the Ethernet type within");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        var tag = TagOf(packet);
        if (tag < 0)
            return EtherFields.Encapsulate(packet, _header);
        packet = packet.Push(TaggedSize);
        if (packet.IsNone)
            return packet;
        _header.CopyTo(packet.Span);
        IPv4View.Write16(packet.Data + 12, (int)EtherType.Vlan);
        IPv4View.Write16(packet.Data + 14, tag);
        IPv4View.Write16(packet.Data + 16, EtherFields.TypeOf(_header));
        packet.SetMacHeader(packet.Data);
        return packet;
    }
}
