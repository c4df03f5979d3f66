using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>MarkIPHeader([OFFSET])</c>: says that the IP header is there, without looking at more than its length.</summary>
sealed unsafe class MarkIPHeader : SimpleElement
{
    int _offset;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var offset = arguments.Optional("OFFSET", ArgumentTypes.Count);
        if (arguments.Complete())
            _offset = offset;
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        // Elements behind rely on 20 bytes of header; a packet without them keeps no mark.
        if (packet.Length - _offset < IPv4View.MinSize)
        {
            packet.ClearNetworkHeader();
            packet.ClearTransportHeader();
            return packet;
        }

        var header = packet.Data + _offset;
        packet.SetNetworkHeader(header, Math.Max(IPv4View.MinSize, new IPv4View(header).HeaderLength));
        return packet;
    }
}
