using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>CheckICMPHeader</c>: passes IP packets with an ICMP message as long as its type asks for, and a valid checksum.</summary>
sealed unsafe class CheckICMPHeader() : PacketCheck("not ICMP", "ICMP length is wrong", "ICMP checksum is wrong")
{
    const int Timestamp = 13, TimestampReply = 14, TimestampSize = 20;

    /// <inheritdoc/>
    protected override int Check(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip) || ip.Protocol != (byte)IpProtocol.Icmp)
            return 0;
        var length = IPPart.TransportLength(packet, ip);
        if (length < IcmpHeader.Size)
            return 1;
        var icmp = packet.TransportHeader;
        if (icmp[0] is Timestamp or TimestampReply && length < TimestampSize)
            return 1;
        return InternetChecksum.IsValid(new ReadOnlySpan<byte>(icmp, length)) ? Fine : 2;
    }
}
