namespace Sluice.Bpf.Platform;

/// <summary>Sets of map types that the tables name often.</summary>
/// <remarks>kernel/bpf/verifier.c, check_map_func_compatibility.</remarks>
public static class MapTypes
{
    /// <summary>Maps with a value under a key, both the program's own.</summary>
    public static MapTypeSet KeyValue => Iterated.With(MapType.LpmTrie);

    /// <summary>Maps that keep a value for each CPU under each key.</summary>
    public static MapTypeSet PerCpu => [MapType.PerCpuHash, MapType.PerCpuArray, MapType.LruPerCpuHash, MapType.PerCpuCgroupStorage];

    /// <summary>Maps that bpf_map_lookup_elem takes.</summary>
    internal static MapTypeSet LookedUp => KeyValue.With(MapType.ArrayOfMaps, MapType.HashOfMaps, MapType.DevMap,
        MapType.DevMapHash, MapType.XskMap, MapType.SockMap, MapType.SockHash);

    /// <summary>Maps that bpf_map_update_elem takes. Socket maps depend on the program's type.</summary>
    internal static MapTypeSet Updated => KeyValue.With(MapType.SockMap, MapType.SockHash);

    /// <summary>Maps that bpf_map_delete_elem takes. Arrays answer with an error; socket maps depend on the program's type.</summary>
    internal static MapTypeSet Deleted => Updated;

    /// <summary>Maps that bpf_for_each_map_elem takes.</summary>
    internal static MapTypeSet Iterated => [MapType.Hash, MapType.Array, MapType.PerCpuHash, MapType.PerCpuArray,
        MapType.LruHash, MapType.LruPerCpuHash, MapType.TimeoutHash];

    /// <summary>Maps that a sleepable program may use.</summary>
    /// <remarks>kernel/bpf/verifier.c, check_map_prog_compatibility.</remarks>
    public static MapTypeSet Sleepable => Iterated.With(MapType.ArrayOfMaps, MapType.HashOfMaps, MapType.RingBuffer,
        MapType.UserRingBuffer, MapType.InodeStorage, MapType.SkStorage, MapType.TaskStorage, MapType.CgrpStorage,
        MapType.Queue, MapType.Stack, MapType.Arena);

    /// <summary>Maps of sockets: <see cref="ProgramTypes.SocketMapWriters"/> says who may update them.</summary>
    public static MapTypeSet OfSockets => [MapType.SockMap, MapType.SockHash];
}
