using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>A VLAN tag, from its control information on: what follows type 0x8100 or 0x88a8 (IEEE 802.1Q, 9.6).</summary>
public readonly ref struct VlanTag
{
    /// <summary>Bytes of control information and the type after it.</summary>
    public const int Size = 4;

    /// <summary>Identifiers are 12 bits.</summary>
    public const ushort MaxId = 0xfff;

    readonly ReadOnlySpan<byte> _bytes;

    VlanTag(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The VLAN, 0 for priority only.</summary>
    public ushort Id => (ushort)(Control & MaxId);

    /// <summary>Priority code point, 0 to 7.</summary>
    public byte Priority => (byte)(Control >> 13);

    /// <summary>May be dropped first when there is congestion.</summary>
    public bool DropEligible => (Control & 0x1000) != 0;

    /// <summary>What follows.</summary>
    public EtherType EtherType => (EtherType)BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Everything after the tag.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[Size..];

    ushort Control => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>A view over what follows a tag's type; false when it is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out VlanTag tag)
    {
        tag = new VlanTag(bytes);
        return bytes.Length >= Size;
    }

    /// <summary>Writes a tag.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static void Write(Span<byte> target, ushort id, EtherType etherType, byte priority = 0, bool dropEligible = false)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)etherType);
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)(priority << 13 | (dropEligible ? 0x1000 : 0) | id & MaxId));
    }
}
