namespace Sluice.Bpf.Platform;

/// <summary>What the platform knows of each map type.</summary>
/// <remarks>The …alloc_check and …alloc functions of kernel/bpf, net/core and net/xdp; names as in bpftool.</remarks>
public static class MapTypeTable
{
    const MapFlags Access = MapFlags.ReadOnly | MapFlags.WriteOnly | MapFlags.ReadOnlyProgram | MapFlags.WriteOnlyProgram;
    const MapFlags Node = MapFlags.NumaNode;
    const MapFlags Hash = MapFlags.NoPrealloc | MapFlags.ZeroSeed | Node | Access;
    const MapFlags Array = Node | Access;
    const MapFlags FdArray = Node | MapFlags.ReadOnly | MapFlags.WriteOnly;
    const MapFlags FdHash = MapFlags.NoPrealloc | MapFlags.ZeroSeed | FdArray;
    const MapFlags Device = Node | MapFlags.ReadOnly | MapFlags.WriteOnly;
    const MapFlags Storage = MapFlags.NoPrealloc | MapFlags.Clone;

    static readonly MapTypeInfo[] s_all =
    [
        new(MapType.Hash, "hash", SizeRule.Positive, SizeRule.Positive, Hash, 3, 19) { Lookup = LookupResult.Value },
        new(MapType.Array, "array", SizeRule.Exactly(4), SizeRule.Positive, Array | MapFlags.Mmapable | MapFlags.InnerMap, 3, 19)
        {
            Lookup = LookupResult.Value,
        },
        new(MapType.ProgramArray, "prog_array", SizeRule.Exactly(4), SizeRule.Exactly(4), FdArray, 4, 2)
        {
            Content = MapContent.Programs,
            CanBeInner = false,
        },
        new(MapType.PerfEventArray, "perf_event_array", SizeRule.Exactly(4), SizeRule.Exactly(4), FdArray | MapFlags.PreserveElements, 4, 3)
        {
            Content = MapContent.PerfEvents,
        },
        new(MapType.PerCpuHash, "percpu_hash", SizeRule.Positive, SizeRule.Positive, Hash, 4, 6) { Lookup = LookupResult.Value },
        new(MapType.PerCpuArray, "percpu_array", SizeRule.Exactly(4), SizeRule.Positive, Array, 4, 6) { Lookup = LookupResult.Value },
        new(MapType.StackTrace, "stack_trace", SizeRule.Exactly(4), new(8, int.MaxValue, 8), Node | MapFlags.ReadOnly | MapFlags.WriteOnly | MapFlags.StackBuildId, 4, 6)
        {
            Content = MapContent.Stacks,
        },
        new(MapType.CgroupArray, "cgroup_array", SizeRule.Exactly(4), SizeRule.Exactly(4), FdArray, 4, 8)
        {
            Content = MapContent.ControlGroups,
        },
        new(MapType.LruHash, "lru_hash", SizeRule.Positive, SizeRule.Positive, Hash | MapFlags.NoCommonLru, 4, 10)
        {
            Lookup = LookupResult.Value,
        },
        new(MapType.LruPerCpuHash, "lru_percpu_hash", SizeRule.Positive, SizeRule.Positive, Hash | MapFlags.NoCommonLru, 4, 10)
        {
            Lookup = LookupResult.Value,
        },
        new(MapType.LpmTrie, "lpm_trie", new(5, 260), SizeRule.Positive, Node | Access | MapFlags.NoPrealloc, 4, 11)
        {
            RequiredFlags = MapFlags.NoPrealloc,
            Lookup = LookupResult.Value,
        },
        new(MapType.ArrayOfMaps, "array_of_maps", SizeRule.Exactly(4), SizeRule.Exactly(4), FdArray, 4, 12)
        {
            Content = MapContent.Maps,
            Lookup = LookupResult.Map,
            CanBeInner = false,
        },
        new(MapType.HashOfMaps, "hash_of_maps", SizeRule.Positive, SizeRule.Exactly(4), FdHash, 4, 12)
        {
            Content = MapContent.Maps,
            Lookup = LookupResult.Map,
            CanBeInner = false,
        },
        new(MapType.DevMap, "devmap", SizeRule.Exactly(4), new(4, 8, 4), Device, 4, 14)
        {
            Content = MapContent.Devices,
            Lookup = LookupResult.ReadOnlyValue,
        },
        new(MapType.SockMap, "sockmap", SizeRule.Exactly(4), new(4, 8, 4), Device, 4, 14)
        {
            Content = MapContent.Sockets,
            Lookup = LookupResult.Socket,
        },
        new(MapType.CpuMap, "cpumap", SizeRule.Exactly(4), new(4, 8, 4), Node, 4, 15) { Content = MapContent.Cpus },
        new(MapType.XskMap, "xskmap", SizeRule.Exactly(4), SizeRule.Exactly(4), Device, 4, 18)
        {
            Content = MapContent.XdpSockets,
            Lookup = LookupResult.XdpSocket,
        },
        new(MapType.SockHash, "sockhash", SizeRule.Positive, new(4, 8, 4), Device, 4, 18)
        {
            Content = MapContent.Sockets,
            Lookup = LookupResult.Socket,
        },
        new(MapType.CgroupStorage, "cgroup_storage", new(8, 16, 8), SizeRule.Positive, Node | Access, 4, 19)
        {
            Entries = MapEntryRule.Zero,
            CanBeInner = false,
        },
        new(MapType.ReuseportSockArray, "reuseport_sockarray", SizeRule.Exactly(4), new(4, 8, 4), Array, 4, 19)
        {
            Content = MapContent.Sockets,
        },
        new(MapType.PerCpuCgroupStorage, "percpu_cgroup_storage", new(8, 16, 8), SizeRule.Positive, Node | Access, 4, 20)
        {
            Entries = MapEntryRule.Zero,
            CanBeInner = false,
        },
        new(MapType.Queue, "queue", SizeRule.None, SizeRule.Positive, Node | Access, 4, 20),
        new(MapType.Stack, "stack", SizeRule.None, SizeRule.Positive, Node | Access, 4, 20),
        new(MapType.SkStorage, "sk_storage", SizeRule.Exactly(4), SizeRule.Positive, Storage, 5, 2)
        {
            RequiredFlags = MapFlags.NoPrealloc,
            Entries = MapEntryRule.Zero,
            NeedsBtf = true,
        },
        new(MapType.DevMapHash, "devmap_hash", SizeRule.Exactly(4), new(4, 8, 4), Device, 5, 4)
        {
            Content = MapContent.Devices,
            Lookup = LookupResult.ReadOnlyValue,
        },
        new(MapType.StructOps, "struct_ops", SizeRule.Exactly(4), SizeRule.Positive, MapFlags.Link | MapFlags.VtypeBtfObjFd, 5, 6)
        {
            Entries = MapEntryRule.One,
            Content = MapContent.Operations,
            CanBeInner = false,
            NeedsBtf = true,
        },
        new(MapType.RingBuffer, "ringbuf", SizeRule.None, SizeRule.None, Node, 5, 8)
        {
            Entries = MapEntryRule.RingBytes,
            Content = MapContent.Records,
        },
        new(MapType.InodeStorage, "inode_storage", SizeRule.Exactly(4), SizeRule.Positive, Storage, 5, 10)
        {
            RequiredFlags = MapFlags.NoPrealloc,
            Entries = MapEntryRule.Zero,
            NeedsBtf = true,
        },
        new(MapType.TaskStorage, "task_storage", SizeRule.Exactly(4), SizeRule.Positive, Storage, 5, 11)
        {
            RequiredFlags = MapFlags.NoPrealloc,
            Entries = MapEntryRule.Zero,
            NeedsBtf = true,
        },
        new(MapType.BloomFilter, "bloom_filter", SizeRule.None, SizeRule.Positive, Node | Access | MapFlags.ZeroSeed, 5, 16),
        new(MapType.UserRingBuffer, "user_ringbuf", SizeRule.None, SizeRule.None, Node, 6, 1)
        {
            Entries = MapEntryRule.RingBytes,
            Content = MapContent.Records,
        },
        new(MapType.CgrpStorage, "cgrp_storage", SizeRule.Exactly(4), SizeRule.Positive, Storage, 6, 2)
        {
            RequiredFlags = MapFlags.NoPrealloc,
            Entries = MapEntryRule.Zero,
            NeedsBtf = true,
        },
        new(MapType.Arena, "arena", SizeRule.None, SizeRule.None, MapFlags.Mmapable | MapFlags.SegvOnFault | MapFlags.NoUserConversion, 6, 9)
        {
            RequiredFlags = MapFlags.Mmapable,
            Content = MapContent.Pages,
        },
        new(MapType.TimeoutHash, "timeout_hash", SizeRule.Positive, SizeRule.Positive, Hash | MapFlags.AbsoluteTimeout, 0, 0)
        {
            Lookup = LookupResult.Value,
        },
    ];

    /// <summary>All map types, Linux's by number and then Sluice's own.</summary>
    public static IReadOnlyList<MapTypeInfo> All => s_all;

    /// <summary>What is known of a type; null for a number that is not one.</summary>
    public static MapTypeInfo? Find(MapType type)
    {
        var index = (int)type - 1;
        if ((uint)index < (uint)s_all.Length && s_all[index].Type == type)
            return s_all[index];
        return System.Array.Find(s_all, info => info.Type == type);
    }

    /// <summary>The type of this name (<c>percpu_array</c>), or null.</summary>
    public static MapTypeInfo? Find(string name) => System.Array.Find(s_all, info => info.Name == name);
}
