using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>A TCP header with its options (RFC 9293, section 3.1).</summary>
public readonly ref struct TcpHeader
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinSize = 20;

    /// <summary>Most bytes of options.</summary>
    public const int MaxOptions = 40;

    /// <summary>Where the checksum lies.</summary>
    public const int ChecksumOffset = 16;

    readonly ReadOnlySpan<byte> _bytes;

    TcpHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Sender's port.</summary>
    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>Receiver's port.</summary>
    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Number of the first byte of the payload, or of SYN.</summary>
    public uint SequenceNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>Next byte expected, when <see cref="TcpFlags.Ack"/> is set.</summary>
    public uint AcknowledgmentNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>Bytes of the header, options included.</summary>
    public int HeaderLength => (_bytes[12] >> 4) * 4;

    /// <summary>Control bits.</summary>
    public TcpFlags Flags => (TcpFlags)(BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]) & 0x1ff);

    /// <summary>Receive window, not scaled.</summary>
    public ushort Window => BinaryPrimitives.ReadUInt16BigEndian(_bytes[14..]);

    /// <summary>Checksum over pseudo-header, header and payload.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[ChecksumOffset..]);

    /// <summary>End of urgent data, when <see cref="TcpFlags.Urg"/> is set.</summary>
    public ushort UrgentPointer => BinaryPrimitives.ReadUInt16BigEndian(_bytes[18..]);

    /// <summary>The options, raw.</summary>
    public ReadOnlySpan<byte> Options => _bytes[MinSize..HeaderLength];

    /// <summary>Everything after the header.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    /// <summary>A view over a segment; false when the header does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TcpHeader header)
    {
        header = new TcpHeader(bytes);
        return bytes.Length >= MinSize && header.HeaderLength >= MinSize && header.HeaderLength <= bytes.Length;
    }

    /// <summary>Writes a header whose checksum is 0: it needs the payload and a pseudo-header.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="options">Options, a multiple of 4 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The header does not fit, or the options are no multiple of 4 up to
    /// <see cref="MaxOptions"/>.</exception>
    public static void Write(Span<byte> target, in TcpFields fields, ReadOnlySpan<byte> options = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Length, MaxOptions, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Length % 4, 0, nameof(options));
        target = target[..(MinSize + options.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(target, fields.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], fields.DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], fields.SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], fields.AcknowledgmentNumber);
        BinaryPrimitives.WriteUInt16BigEndian(target[12..], (ushort)(target.Length / 4 << 12 | (ushort)fields.Flags & 0x1ff));
        BinaryPrimitives.WriteUInt16BigEndian(target[14..], fields.Window);
        BinaryPrimitives.WriteUInt16BigEndian(target[ChecksumOffset..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(target[18..], fields.UrgentPointer);
        options.CopyTo(target[MinSize..]);
    }
}
