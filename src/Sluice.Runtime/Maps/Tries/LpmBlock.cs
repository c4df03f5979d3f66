using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>Six bits of the search: 64 entries, of which runs of equal ones are stored once. The entries follow.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct LpmBlock
{
    /// <summary>Bits that a block decides.</summary>
    public const int Bits = 6;

    /// <summary>Blocks begin at multiples of this.</summary>
    public const int Unit = 16;

    /// <summary>Bit i: entry i differs from its predecessor; entry 0 counts as different.</summary>
    public ulong Starts;

    /// <summary>The longest stored prefix that ends where the block begins or before, or 0: for entries that have nothing.</summary>
    public uint Covering;

    /// <summary>The first bit that the block looks at.</summary>
    public ushort Offset;

    /// <summary>Entries stored.</summary>
    public ushort Count;

    /// <summary>The stored entries of a block.</summary>
    public static uint* Entries(LpmBlock* block) => (uint*)(block + 1);

    /// <summary>Bytes of a block with <paramref name="count"/> entries.</summary>
    public static int SizeFor(int count) => (sizeof(LpmBlock) + (count * sizeof(uint)) + Unit - 1) / Unit * Unit;

    /// <summary>What the block says about <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Get(LpmBlock* block, int index)
    {
        var run = BitOperations.PopCount(block->Starts & (ulong.MaxValue >> (63 - index))) - 1;
        var entry = Volatile.Read(ref Entries(block)[run]);
        return entry != 0 ? entry : Volatile.Read(ref block->Covering);
    }
}
