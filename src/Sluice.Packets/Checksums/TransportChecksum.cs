using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>Fills in the checksum of a transport header.</summary>
public static class TransportChecksum
{
    /// <summary>Computes the checksum over pseudo-header, header and payload, and writes it.</summary>
    /// <param name="segment">Header, its checksum field 0, and payload.</param>
    /// <param name="offset">Where the field lies, an even number.</param>
    /// <param name="pseudoHeader">Partial sum of the pseudo-header; 0 for ICMP, which has none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The field does not fit.</exception>
    public static void Write(Span<byte> segment, int offset, uint pseudoHeader) =>
        BinaryPrimitives.WriteUInt16BigEndian(
            segment[offset..], InternetChecksum.Finish(InternetChecksum.Partial(segment, pseudoHeader)));

    /// <summary>The same for UDP, where a computed 0 is sent as all ones: 0 means that there is no checksum (RFC 768).
    /// </summary>
    /// <param name="datagram">Header, its checksum field 0, and payload.</param>
    /// <param name="pseudoHeader">Partial sum of the pseudo-header.</param>
    /// <exception cref="ArgumentOutOfRangeException">The field does not fit.</exception>
    public static void WriteUdp(Span<byte> datagram, uint pseudoHeader)
    {
        var checksum = InternetChecksum.Finish(InternetChecksum.Partial(datagram, pseudoHeader));
        BinaryPrimitives.WriteUInt16BigEndian(
            datagram[UdpHeader.ChecksumOffset..], checksum == 0 ? ushort.MaxValue : checksum);
    }
}
