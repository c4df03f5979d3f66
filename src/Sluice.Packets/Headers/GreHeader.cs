using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>A GRE header (RFC 2784) with optional key and sequence number (RFC 2890).</summary>
public readonly ref struct GreHeader
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinSize = 4;

    /// <summary>C: a checksum and two reserved bytes follow.</summary>
    public const ushort ChecksumPresent = 0x8000;

    /// <summary>R of RFC 1701: routing follows. Such packets are discarded (RFC 2784, section 2.3).</summary>
    public const ushort RoutingPresent = 0x4000;

    /// <summary>K: a key follows.</summary>
    public const ushort KeyPresent = 0x2000;

    /// <summary>S: a sequence number follows.</summary>
    public const ushort SequencePresent = 0x1000;

    const ushort VersionMask = 7;
    readonly ReadOnlySpan<byte> _bytes;

    GreHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What is inside.</summary>
    public EtherType Protocol => (EtherType)BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Checksum over header and payload, or null.</summary>
    public ushort? Checksum => Has(ChecksumPresent) ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]) : null;

    /// <summary>The key, which tells tunnels apart, or null.</summary>
    public uint? Key => Has(KeyPresent) ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[KeyOffset..]) : null;

    /// <summary>The sequence number, or null.</summary>
    public uint? SequenceNumber => Has(SequencePresent) ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[SequenceOffset..]) : null;

    /// <summary>Bytes of the header.</summary>
    public int HeaderLength => SequenceOffset + (Has(SequencePresent) ? 4 : 0);

    /// <summary>Everything after the header.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    int KeyOffset => MinSize + (Has(ChecksumPresent) ? 4 : 0);

    int SequenceOffset => KeyOffset + (Has(KeyPresent) ? 4 : 0);

    /// <summary>A view over a packet; false when the header does not fit, or is not of version 0 without routing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out GreHeader header)
    {
        header = new GreHeader(bytes);
        return bytes.Length >= MinSize && (header.Flags & (RoutingPresent | VersionMask)) == 0 && header.HeaderLength <= bytes.Length;
    }

    /// <summary>Bytes that a header takes.</summary>
    public static int Size(bool checksum, bool key, bool sequenceNumber) =>
        MinSize + (checksum ? 4 : 0) + (key ? 4 : 0) + (sequenceNumber ? 4 : 0);

    /// <summary>Writes a header.</summary>
    /// <param name="packet">The header to write and the payload after it, which the checksum covers.</param>
    /// <param name="protocol">What is inside.</param>
    /// <param name="key">The key, or none.</param>
    /// <param name="sequenceNumber">The sequence number, or none.</param>
    /// <param name="checksum">Whether to make a checksum.</param>
    /// <exception cref="ArgumentOutOfRangeException">The header does not fit.</exception>
    public static void Write(Span<byte> packet, EtherType protocol, uint? key = null, uint? sequenceNumber = null, bool checksum = false)
    {
        var flags = (checksum ? ChecksumPresent : 0) | (key is null ? 0 : KeyPresent) | (sequenceNumber is null ? 0 : SequencePresent);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)protocol);
        BinaryPrimitives.WriteUInt16BigEndian(packet, (ushort)flags);
        var end = packet[MinSize..];
        if (checksum)
        {
            BinaryPrimitives.WriteUInt32BigEndian(end, 0);
            end = end[4..];
        }

        if (key is { } tunnel)
        {
            BinaryPrimitives.WriteUInt32BigEndian(end, tunnel);
            end = end[4..];
        }

        if (sequenceNumber is { } number)
            BinaryPrimitives.WriteUInt32BigEndian(end, number);
        if (checksum)
            BinaryPrimitives.WriteUInt16BigEndian(packet[MinSize..], InternetChecksum.Compute(packet));
    }

    bool Has(ushort flag) => (Flags & flag) != 0;
}
