using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>SetUDPChecksum</c>, <c>SetTCPChecksum([FIXOFF])</c>: computes the checksum of UDP datagrams or TCP segments anew.</summary>
/// <remarks>A packet without such a header leaves at output 1, or is dropped; so does a fragment, whose checksum covers more than it has.
/// </remarks>
sealed unsafe class SetTransportChecksum(IpProtocol protocol) : SimpleElement
{
    bool _fixOffset;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var fix = protocol == IpProtocol.Tcp && arguments.Optional("FIXOFF", ArgumentTypes.Bool);
        if (arguments.Complete())
            _fixOffset = fix;
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        var least = protocol == IpProtocol.Udp ? UdpHeader.Size : TcpHeader.MinSize;
        if (IPPart.TryGet(packet, protocol, least, out var ip) && !ip.IsFragment && SetChecksum(packet, ip))
            return packet;
        PushOrKill(1, packet);
        return default;
    }

    bool SetChecksum(Packet packet, IPv4View ip)
    {
        var header = packet.TransportHeader;
        var length = IPPart.TransportLength(packet, ip);
        var segment = new Span<byte>(header, length);
        if (protocol == IpProtocol.Udp)
        {
            var said = IPv4View.Read16(header + 4);
            if (said < UdpHeader.Size || said > length)
                return false;
            segment = segment[..said];
            segment[UdpHeader.ChecksumOffset..UdpHeader.Size].Clear();
            TransportChecksum.WriteUdp(segment, InternetChecksum.PseudoHeader(ip.Source, ip.Destination, protocol, said));
            return true;
        }

        var headerLength = (header[12] >> 4) * 4;
        if (headerLength < TcpHeader.MinSize || headerLength > length)
        {
            if (!_fixOffset)
                return false;
            header[12] = (byte)((headerLength < TcpHeader.MinSize ? TcpHeader.MinSize : length & ~3) / 4 << 4 | header[12] & 15);
        }

        segment[TcpHeader.ChecksumOffset..][..2].Clear();
        TransportChecksum.Write(
            segment, TcpHeader.ChecksumOffset, InternetChecksum.PseudoHeader(ip.Source, ip.Destination, protocol, length));
        return true;
    }
}
