using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>IPMirror</c>: exchanges source and destination address, and ports of TCP and UDP; no checksum changes by that.</summary>
sealed unsafe class IPMirror : SimpleElement
{
    bool _setAnnotation = true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var set = arguments.Keyword("DST_ANNO", ArgumentTypes.Bool, true);
        if (arguments.Complete())
            _setAnnotation = set;
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip))
            return packet;
        (ip.SourceWord, ip.DestinationWord) = (ip.DestinationWord, ip.SourceWord);
        if (_setAnnotation)
            packet.DestinationWord = ip.DestinationWord;
        if (ip.Protocol is (byte)IpProtocol.Tcp or (byte)IpProtocol.Udp && IPPart.TransportLength(packet, ip) >= 4)
        {
            var ports = (ushort*)packet.TransportHeader;
            (ports[0], ports[1]) = (ports[1], ports[0]);
        }

        return packet;
    }
}
