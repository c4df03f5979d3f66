using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>The header that ICMP (RFC 792) and ICMPv6 (RFC 4443) messages share.</summary>
/// <remarks>Types are <see cref="IcmpType"/> or <see cref="Icmpv6Type"/>. The checksum of ICMPv6 also covers a
/// pseudo-header.</remarks>
public readonly ref struct IcmpHeader
{
    /// <summary>Bytes of the header, with the four that depend on the type.</summary>
    public const int Size = 8;

    /// <summary>Where the checksum lies.</summary>
    public const int ChecksumOffset = 2;

    readonly ReadOnlySpan<byte> _bytes;

    IcmpHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What the message is.</summary>
    public byte Type => _bytes[0];

    /// <summary>What more precisely.</summary>
    public byte Code => _bytes[1];

    /// <summary>Checksum over the message.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[ChecksumOffset..]);

    /// <summary>Of an echo and its reply: tells pings apart.</summary>
    public ushort Identifier => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>Of an echo and its reply: counts.</summary>
    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>The four bytes that depend on the type: MTU, gateway, pointer, flags.</summary>
    public uint Rest => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>Everything after the header: echo data, the packet that an error is about, a neighbour's address.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[Size..];

    /// <summary>A view over a message; false when the header does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IcmpHeader header)
    {
        header = new IcmpHeader(bytes);
        return bytes.Length >= Size;
    }

    /// <summary>Writes a header whose checksum is 0: it needs the payload.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static void Write(Span<byte> target, byte type, byte code, uint rest)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], rest);
        BinaryPrimitives.WriteUInt32BigEndian(target, (uint)(type << 24 | code << 16));
    }
}
