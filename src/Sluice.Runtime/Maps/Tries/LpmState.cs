using System.Runtime.InteropServices;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>What a longest-prefix lookup needs; see <see cref="LpmTrieMap"/> for how it works.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct LpmState
{
    /// <summary>Bits that index <see cref="Root"/>, unless keys have only 8.</summary>
    public const int RootBits = 16;

    /// <summary>Set in an entry that names a block; the rest is its address in units of 16 bytes.</summary>
    public const uint BlockFlag = 0x8000_0000;

    public MapHeader Header;

    /// <summary>An entry for each value of the first bits: 0, a record, or a block.</summary>
    public uint* Root;

    /// <summary>Where blocks lie.</summary>
    public byte* Blocks;

    /// <summary>Where records lie: one per prefix.</summary>
    public byte* Records;

    /// <summary>Bytes from one record to the next.</summary>
    public nuint RecordStride;

    /// <summary>Bytes of a key's data.</summary>
    public int DataSize;

    /// <summary>Bits of it.</summary>
    public uint MaxLength;

    /// <summary>The block that an entry names.</summary>
    public readonly LpmBlock* Block(uint entry) => (LpmBlock*)(Blocks + ((nuint)(entry & ~BlockFlag) * LpmBlock.Unit));

    /// <summary>A record by number.</summary>
    public readonly LpmRecord* Record(uint number) => (LpmRecord*)(Records + (number * RecordStride));

    /// <summary>The value of a record.</summary>
    public readonly byte* Value(LpmRecord* record) => Header.Values + ((nuint)Volatile.Read(ref record->Slot) * (uint)Header.Stride);
}
