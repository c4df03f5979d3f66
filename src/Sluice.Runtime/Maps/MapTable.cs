namespace Sluice.Runtime.Maps;

/// <summary>All live maps of the process, so that a program's register can be turned back into a map.</summary>
static unsafe class MapTable
{
    static readonly Lock s_lock = new();
    static readonly Stack<int> s_free = new();
    static RuntimeMap?[] s_maps = new RuntimeMap?[64];
    static int s_count;

    /// <summary>Gives <paramref name="map"/> a place.</summary>
    public static int Add(RuntimeMap map)
    {
        lock (s_lock)
        {
            var index = s_free.Count > 0 ? s_free.Pop() : s_count++;
            if (index == s_maps.Length)
            {
                var larger = new RuntimeMap?[s_maps.Length * 2];
                s_maps.CopyTo(larger, 0);
                Volatile.Write(ref s_maps, larger); // Readers see the old array or the new one, both right.
            }

            Volatile.Write(ref s_maps[index], map);
            return index;
        }
    }

    /// <summary>Takes the place back.</summary>
    public static void Remove(int index)
    {
        lock (s_lock)
        {
            s_maps[index] = null;
            s_free.Push(index);
        }
    }

    /// <summary>The map that a register of proved or trusted code names.</summary>
    public static RuntimeMap Get(ulong handle) => s_maps[((MapHeader*)handle)->Index]!;

    /// <summary>The map with this <see cref="RuntimeMap.Id"/>, or null.</summary>
    public static RuntimeMap? FindById(uint id)
    {
        var maps = s_maps;
        return id - 1 < (uint)maps.Length ? maps[id - 1] : null;
    }

    /// <summary>The map whose header lies at <paramref name="handle"/>, or null: for code that is not trusted.</summary>
    /// <remarks>Reads no memory at that address; the search is linear, so callers try their own maps first.</remarks>
    public static RuntimeMap? Find(ulong handle)
    {
        foreach (var map in s_maps)
        {
            if (map is not null && (ulong)map.Header == handle)
                return map;
        }

        return null;
    }
}
