using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Maps;

/// <summary>
/// The part of a map that running programs touch: unmanaged, at a stable address. That address is what programs hold in a
/// register when they name a map.
/// </summary>
/// <remarks>
/// Every kind of map begins its own state with this header, so that compiled code and the fast lookups need neither the
/// managed object nor a garbage-collected reference.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct MapHeader
{
    /// <summary>A mark that no other memory begins with by chance; see <see cref="MapTable"/>.</summary>
    public const uint ExpectedMagic = 0x736c_6d70;

    /// <summary><see cref="ExpectedMagic"/>.</summary>
    public uint Magic;

    /// <summary>The map's place in <see cref="MapTable"/>.</summary>
    public int Index;

    /// <summary>The kind of map.</summary>
    public MapType Type;

    /// <summary>Bytes of a key.</summary>
    public int KeySize;

    /// <summary>Bytes of a value.</summary>
    public int ValueSize;

    /// <summary>Most entries it may hold.</summary>
    public int MaxEntries;

    /// <summary>Bytes from one value to the next: the value's size rounded up to 8.</summary>
    public int Stride;

    /// <summary>Possible CPUs, for per-CPU kinds.</summary>
    public int CpuCount;

    /// <summary>The first byte of all values, which lie together in one region without anything between them.</summary>
    public byte* Values;

    /// <summary>Bytes of that region.</summary>
    public nuint ValuesLength;

    /// <summary>For per-CPU kinds, bytes from one CPU's values to the next one's; else 0.</summary>
    public nuint CpuStride;
}
