using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>CheckTCPHeader</c>: passes IP packets with a valid TCP header and checksum.</summary>
sealed unsafe class CheckTCPHeader() : PacketCheck("not TCP", "TCP length is wrong", "TCP checksum is wrong")
{
    /// <inheritdoc/>
    protected override int Check(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip) || ip.Protocol != (byte)IpProtocol.Tcp)
            return 0;
        var length = IPPart.TransportLength(packet, ip);
        if (length < TcpHeader.MinSize)
            return 1;
        var tcp = packet.TransportHeader;
        var headerLength = (tcp[12] >> 4) * 4;
        if (headerLength < TcpHeader.MinSize || headerLength > length)
            return 1;
        var pseudo = InternetChecksum.PseudoHeader(ip.Source, ip.Destination, IpProtocol.Tcp, length);
        return InternetChecksum.IsValid(new ReadOnlySpan<byte>(tcp, length), pseudo) ? Fine : 2;
    }
}
