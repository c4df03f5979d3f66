using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>A VXLAN header (RFC 7348, section 5); an Ethernet frame follows.</summary>
public readonly ref struct VxlanHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 8;

    /// <summary>The UDP port that IANA assigned.</summary>
    public const ushort Port = 4789;

    /// <summary>Identifiers are 24 bits.</summary>
    public const uint MaxId = 0xffffff;

    const byte IdPresent = 0x08;
    readonly ReadOnlySpan<byte> _bytes;

    VxlanHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The segment (VNI).</summary>
    public uint Id => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]) >> 8;

    /// <summary>The frame inside.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[Size..];

    /// <summary>A view over a UDP payload; false when the header does not fit, or the I flag is not set.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out VxlanHeader header)
    {
        header = new VxlanHeader(bytes);
        return bytes.Length >= Size && (bytes[0] & IdPresent) != 0;
    }

    /// <summary>Writes a header.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static void Write(Span<byte> target, uint id)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], id << 8);
        BinaryPrimitives.WriteUInt32BigEndian(target, (uint)IdPresent << 24);
    }
}
