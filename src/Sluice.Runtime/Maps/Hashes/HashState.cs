using System.Runtime.InteropServices;
using Sluice.Runtime.Maps.Timeouts;

namespace Sluice.Runtime.Maps.Hashes;

/// <summary>What a lookup in any hash needs.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct HashState
{
    public MapHeader Header;

    /// <summary>Buckets, then overflow buckets.</summary>
    public HashBucket* Buckets;

    /// <summary>Keys by slot.</summary>
    public byte* Keys;

    /// <summary>Bytes from one key to the next.</summary>
    public nuint KeyStride;

    /// <summary>Makes hashes unpredictable, so that nobody outside can aim at one bucket.</summary>
    public ulong Seed;

    /// <summary>Buckets, less one.</summary>
    public uint Mask;

    /// <summary>LRU kinds: a byte per slot, 1 if used since it was last considered for eviction; else null.</summary>
    public byte* Referenced;

    /// <summary>Timeout hash: when each slot expires; else null.</summary>
    public Expiry* Expiries;

    /// <summary>Timeout hash: the clock.</summary>
    public ClockState Clock;

    /// <summary>Hash of maps: the header of each slot's inner map; else null.</summary>
    public MapHeader** InnerMaps;
}
