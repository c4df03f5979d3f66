using System.Runtime.InteropServices;

namespace Sluice.Runtime.Maps.Hashes;

/// <summary>One cache line of a hash index: seven entries, a lock, and the way to more entries.</summary>
/// <remarks>
/// A tag is 32 bits of the key's hash; all are compared at once. An entry is there if its slot is not 0. Entries never move,
/// so a reader without the lock sees each that was there all along.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
unsafe struct HashBucket
{
    /// <summary>Entries of a bucket.</summary>
    public const int Entries = 7;

    /// <summary>The hits of a comparison of the first 32 bytes that are entries and not the lock.</summary>
    public const uint EntryMask = (1 << Entries) - 1;

    /// <summary>Tags of the entries.</summary>
    public fixed uint Tags[Entries];

    /// <summary>Taken by writers; counts only in the first bucket of a chain.</summary>
    public int Lock;

    /// <summary>Slots of the entries, or 0.</summary>
    public fixed uint Slots[Entries];

    /// <summary>The index of the next bucket of this chain, or 0.</summary>
    public uint Overflow;
}
