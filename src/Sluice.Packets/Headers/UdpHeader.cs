using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>A UDP header (RFC 768).</summary>
public readonly ref struct UdpHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 8;

    /// <summary>Where the checksum lies.</summary>
    public const int ChecksumOffset = 6;

    readonly ReadOnlySpan<byte> _bytes;

    UdpHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Sender's port.</summary>
    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>Receiver's port.</summary>
    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Bytes of header and payload, as the field says.</summary>
    public ushort Length => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>Checksum over pseudo-header, header and payload; 0 when the sender made none (IPv4).</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[ChecksumOffset..]);

    /// <summary>What follows the header, as far as <see cref="Length"/> says and bytes are there; all of it when the
    /// length is 0 (jumbograms, RFC 2675).</summary>
    public ReadOnlySpan<byte> Payload => _bytes[Size..(Length == 0 ? _bytes.Length : Math.Clamp(Length, Size, _bytes.Length))];

    /// <summary>A view over a datagram; false when the header does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out UdpHeader header)
    {
        header = new UdpHeader(bytes);
        return bytes.Length >= Size;
    }

    /// <summary>Writes a header whose checksum is 0: it needs the payload and a pseudo-header.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes, or the datagram is longer than
    /// 65 535 bytes.</exception>
    public static void Write(Span<byte> target, ushort sourcePort, ushort destinationPort, int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, ushort.MaxValue - Size);
        BinaryPrimitives.WriteUInt16BigEndian(target[ChecksumOffset..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(target, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], (ushort)(Size + payloadLength));
    }
}
