using System.Runtime.InteropServices;

namespace Sluice.Click.Packets;

/// <summary>What stands at the start of a packet's slot: two cache lines, the first with all that moving a packet touches, the
/// second with its annotations.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
unsafe struct PacketHeader
{
    public const int Size = 128;

    /// <summary>The next packet of a batch, a queue or a free list.</summary>
    [FieldOffset(0)] public PacketHeader* Next;

    /// <summary>First byte of the packet.</summary>
    [FieldOffset(8)] public byte* Data;

    /// <summary>Bytes in the packet.</summary>
    [FieldOffset(16)] public int Length;

    // Places in the slot, counted from its start; 0, where this header lies, for none.
    [FieldOffset(20)] public int Mac;
    [FieldOffset(24)] public int Network;
    [FieldOffset(28)] public int Transport;

    /// <summary>Nanoseconds since 1970, 0 for none.</summary>
    [FieldOffset(32)] public long Timestamp;

    /// <summary>Bytes of the slot, this header included. Set once.</summary>
    [FieldOffset(40)] public int SlotSize;

    /// <summary>Number of the pool that the slot belongs to. Set once.</summary>
    [FieldOffset(44)] public int Pool;

    /// <summary>A <see cref="PacketType"/>.</summary>
    [FieldOffset(48)] public byte Type;

    /// <summary>Number of the device it came from, 0 for none.</summary>
    [FieldOffset(52)] public int Device;

    /// <summary>Is the packet in use? Kept in debug builds only.</summary>
    [FieldOffset(56)] public bool Out;

    [FieldOffset(64)] public fixed byte Annotations[Click.Packets.Annotations.Size];
}
