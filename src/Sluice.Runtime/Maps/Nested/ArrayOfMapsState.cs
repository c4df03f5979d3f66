using System.Runtime.InteropServices;

namespace Sluice.Runtime.Maps.Nested;

/// <summary>What a lookup in an array of maps needs.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct ArrayOfMapsState
{
    public MapHeader Header;

    /// <summary>The inner maps' headers, or null. No memory that programs can reach.</summary>
    public MapHeader** Slots;

    /// <summary>The header of the inner map at the index in <paramref name="key"/>, or null.</summary>
    public static byte* Lookup(MapHeader* map, byte* key)
    {
        var index = *(uint*)key;
        return index < (uint)map->MaxEntries
            ? (byte*)Volatile.Read(ref *(nint*)(((ArrayOfMapsState*)map)->Slots + index))
            : null;
    }
}
