namespace Sluice.Runtime.Maps.Arrays;

/// <summary>The lookup of arrays, with one value or one per CPU. Compilers may do the same inline from the header.</summary>
static unsafe class ArrayLookup
{
    /// <summary>The value at the index in <paramref name="key"/>, or null behind the end.</summary>
    public static byte* Lookup(MapHeader* map, byte* key)
    {
        var index = *(uint*)key;
        return index < (uint)map->MaxEntries ? map->Values + ((nuint)index * (uint)map->Stride) : null;
    }
}
