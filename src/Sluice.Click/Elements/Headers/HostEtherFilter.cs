using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>HostEtherFilter(ETHER)</c>: passes Ethernet frames to this station, to groups and to all, and says which by the packet type.
/// </summary>
sealed class HostEtherFilter : SimpleElement
{
    MacAddress _address;
    bool _dropOwn;
    bool _dropOther = true;
    int _offset;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var address = arguments.Mandatory("ETHER", ArgumentTypes.MacAddress);
        var dropOwn = arguments.Optional("DROP_OWN", ArgumentTypes.Bool);
        var dropOther = arguments.Optional("DROP_OTHER", ArgumentTypes.Bool, true);
        var offset = arguments.Keyword("OFFSET", ArgumentTypes.Count);
        if (arguments.Complete())
            (_address, _dropOwn, _dropOther, _offset) = (address, dropOwn, dropOther, offset);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (packet.Length < _offset + EthernetHeader.Size || !EthernetHeader.TryRead(packet.Span[_offset..], out var header))
            return Refuse(packet);
        if (_dropOwn && header.Source == _address)
            return Refuse(packet);
        var destination = header.Destination;
        packet.PacketType = destination == _address ? PacketType.Host
            : destination.IsMulticast ? EtherFields.GroupOf(destination) : PacketType.OtherHost;
        return packet.PacketType == PacketType.OtherHost && _dropOther ? Refuse(packet) : packet;
    }

    Packet Refuse(Packet packet)
    {
        PushOrKill(1, packet);
        return default;
    }
}
