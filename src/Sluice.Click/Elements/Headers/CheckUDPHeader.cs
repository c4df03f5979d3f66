using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>CheckUDPHeader</c>: passes IP packets with a valid UDP header and checksum.</summary>
sealed unsafe class CheckUDPHeader() : PacketCheck("not UDP", "UDP length is wrong", "UDP checksum is wrong")
{
    /// <inheritdoc/>
    protected override int Check(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip) || ip.Protocol != (byte)IpProtocol.Udp)
            return 0;
        var room = IPPart.TransportLength(packet, ip);
        if (room < UdpHeader.Size)
            return 1;
        var udp = packet.TransportHeader;
        var length = IPv4View.Read16(udp + 4);
        if (length < UdpHeader.Size || length > room)
            return 1;
        if (*(ushort*)(udp + UdpHeader.ChecksumOffset) == 0)
            return Fine; // The sender made none (RFC 768).
        var pseudo = InternetChecksum.PseudoHeader(ip.Source, ip.Destination, IpProtocol.Udp, length);
        return InternetChecksum.IsValid(new ReadOnlySpan<byte>(udp, length), pseudo) ? Fine : 2;
    }
}
