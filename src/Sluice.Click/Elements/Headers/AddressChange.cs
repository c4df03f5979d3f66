using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>Changes addresses of IP packets, and all checksums that cover them (RFC 1624, equation 3).</summary>
static unsafe class AddressChange
{
    /// <summary>Sets both addresses.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="ip">Its IP header.</param>
    /// <param name="source">The source as it lies in memory.</param>
    /// <param name="destination">The destination as it lies in memory.</param>
    public static void Apply(Packet packet, IPv4View ip, uint source, uint destination)
    {
        var delta = Delta(ip.SourceWord, source, Delta(ip.DestinationWord, destination, 0));
        ip.SourceWord = source;
        ip.DestinationWord = destination;
        ip.ChecksumWord = Update(ip.ChecksumWord, delta);
        UpdateTransport(packet, ip, delta);
    }

    /// <summary>What a 32-bit word's change adds to a sum: partial sum of the new word and of the old one's complement.</summary>
    public static uint Delta(uint from, uint to, uint delta) => InternetChecksum.Add(InternetChecksum.Add(delta, ~from), to);

    /// <summary>A checksum, as it lies in memory, after the sum of what it covers has changed.</summary>
    public static ushort Update(ushort checksum, uint delta) => (ushort)~InternetChecksum.Fold(InternetChecksum.Add((ushort)~checksum, delta));

    /// <summary>Updates the checksum of the TCP or UDP header, where there is one.</summary>
    public static void UpdateTransport(Packet packet, IPv4View ip, uint delta)
    {
        var length = IPPart.TransportLength(packet, ip);
        if (ip.Protocol == (byte)IpProtocol.Tcp && length >= TcpHeader.ChecksumOffset + sizeof(ushort))
        {
            var field = (ushort*)(packet.TransportHeader + TcpHeader.ChecksumOffset);
            *field = Update(*field, delta);
        }
        else if (ip.Protocol == (byte)IpProtocol.Udp && length >= UdpHeader.Size)
        {
            var field = (ushort*)(packet.TransportHeader + UdpHeader.ChecksumOffset);
            if (*field == 0)
                return; // The sender made none; 0 stays 0 (RFC 768).
            var updated = Update(*field, delta);
            *field = updated == 0 ? ushort.MaxValue : updated;
        }
    }
}
