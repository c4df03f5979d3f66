using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>One entry of an MPLS label stack (RFC 3032, section 2.1; traffic class: RFC 5462).</summary>
public readonly ref struct MplsLabel
{
    /// <summary>Bytes of the entry.</summary>
    public const int Size = 4;

    /// <summary>Labels are 20 bits.</summary>
    public const uint MaxLabel = 0xfffff;

    readonly ReadOnlySpan<byte> _bytes;

    MplsLabel(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The label.</summary>
    public uint Label => Word >> 12;

    /// <summary>Traffic class, 0 to 7.</summary>
    public byte TrafficClass => (byte)(Word >> 9 & 7);

    /// <summary>Whether this is the last entry; what follows then is not said: IPv4 and IPv6 are told by their version.
    /// </summary>
    public bool IsBottomOfStack => (Word & 0x100) != 0;

    /// <summary>Hops left.</summary>
    public byte TimeToLive => (byte)Word;

    /// <summary>Everything after the entry.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[Size..];

    uint Word => BinaryPrimitives.ReadUInt32BigEndian(_bytes);

    /// <summary>A view over an entry; false when there are fewer than 4 bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MplsLabel label)
    {
        label = new MplsLabel(bytes);
        return bytes.Length >= Size;
    }

    /// <summary>Writes an entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static void Write(Span<byte> target, uint label, bool bottomOfStack, byte timeToLive = 64, byte trafficClass = 0) =>
        BinaryPrimitives.WriteUInt32BigEndian(
            target, label << 12 | (uint)(trafficClass & 7) << 9 | (bottomOfStack ? 0x100u : 0) | timeToLive);
}
