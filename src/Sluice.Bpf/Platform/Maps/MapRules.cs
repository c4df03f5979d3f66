using System.Numerics;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Platform;

/// <summary>Says whether a map can be made, before an engine tries.</summary>
/// <remarks>
/// The same answers as Linux gives from BPF_MAP_CREATE, but for what depends on the machine (memory, CPUs, NUMA nodes,
/// privileges).
/// </remarks>
public static class MapRules
{
    /// <summary>The page size that rings are measured in.</summary>
    public const int PageSize = 4096;

    /// <summary>The most bytes that a key and a value of a hash, or a value of a queue, may take (KMALLOC_MAX_SIZE).</summary>
    public const int LargestElement = 4 << 20;

    /// <summary>The most bytes that a value for each CPU may take (PCPU_MIN_UNIT_SIZE).</summary>
    public const int LargestPerCpuValue = 32 << 10;

    /// <summary>The most bytes that a value kept with a socket, a task or another object may take.</summary>
    /// <remarks>include/linux/bpf_local_storage.h, BPF_LOCAL_STORAGE_MAX_VALUE_SIZE: near 64 KiB; control groups' too.</remarks>
    public const int LargestStoredValue = (64 << 10) - 256;

    /// <summary>The most bytes that the key of a hash of sockets may take: a stack frame (MAX_BPF_STACK).</summary>
    public const int LargestSocketKey = 512;

    // What Linux keeps beside a key and a value (struct htab_elem), and the longest LPM key.
    const int HashOverhead = 48;
    const int LpmOverhead = 256 + 40;

    static readonly MapTypeSet s_hashes =
        [MapType.Hash, MapType.PerCpuHash, MapType.LruHash, MapType.LruPerCpuHash, MapType.HashOfMaps];

    static readonly MapTypeSet s_stores =
    [
        MapType.SkStorage, MapType.InodeStorage, MapType.TaskStorage, MapType.CgrpStorage, MapType.CgroupStorage,
        MapType.PerCpuCgroupStorage,
    ];

    /// <summary>Why this map cannot be made; null if nothing speaks against it.</summary>
    public static MapFault? Check(MapSpec spec)
    {
        if (MapTypeTable.Find(spec.Type) is not { } info)
            return Fault(spec, $"type {(int)spec.Type}", "the number of a map type");
        return CheckFlags(spec, info) ?? CheckSizes(spec, info) ?? CheckEntries(spec, info)
            ?? CheckExtra(spec) ?? CheckLimits(spec, info) ?? CheckInner(spec, info);
    }

    static MapFault? CheckFlags(MapSpec spec, MapTypeInfo info)
    {
        var unknown = spec.Flags & ~info.Flags & ~MapFlags.TokenFd;
        if (unknown != 0)
            return Fault(spec, $"options {unknown}", $"only {info.Flags}");
        if (info.IsLru && spec.Flags.HasFlag(MapFlags.NoPrealloc))
            return Fault(spec, $"option {MapFlags.NoPrealloc}", "none: its entries are always made beforehand", Errno.NotSupported);
        if ((spec.Flags & info.RequiredFlags) != info.RequiredFlags)
            return Fault(spec, $"options {spec.Flags}", $"{info.RequiredFlags} among them");
        if (spec.Flags.HasFlag(MapFlags.NumaNode) && (info.IsPerCpu || spec.Flags.HasFlag(MapFlags.NoCommonLru))
            && spec.Type is not MapType.PerCpuCgroupStorage)
            return Fault(spec, $"option {MapFlags.NumaNode}", "none: each CPU has its own memory");
        return Both(spec, MapFlags.ReadOnly, MapFlags.WriteOnly)
            ?? Both(spec, MapFlags.ReadOnlyProgram, MapFlags.WriteOnlyProgram);
    }

    static MapFault? CheckSizes(MapSpec spec, MapTypeInfo info) =>
        !info.Keys.Allows(spec.KeySize) ? Fault(spec, $"a key size of {spec.KeySize} B", $"{info.Keys}")
        : !info.Values.Allows(spec.ValueSize) ? Fault(spec, $"a value size of {spec.ValueSize} B", $"{info.Values}")
        : null;

    static MapFault? CheckEntries(MapSpec spec, MapTypeInfo info) => info.Entries switch
    {
        MapEntryRule.Positive when spec.MaxEntries <= 0 => Fault(spec, $"{spec.MaxEntries} entries", "at least 1"),
        MapEntryRule.Zero when spec.MaxEntries != 0 => Fault(spec, $"{spec.MaxEntries} entries", "0"),
        MapEntryRule.One when spec.MaxEntries != 1 => Fault(spec, $"{spec.MaxEntries} entries", "1"),
        MapEntryRule.RingBytes when spec.MaxEntries < PageSize || !BitOperations.IsPow2(spec.MaxEntries) =>
            Fault(spec, $"a ring of {spec.MaxEntries} B", $"a power of two, at least {PageSize}"),
        _ => null,
    };

    static MapFault? CheckExtra(MapSpec spec) => spec.Type switch
    {
        MapType.BloomFilter when spec.Extra > 15 => Fault(spec, $"{spec.Extra} hash functions", "at most 15"),
        MapType.BloomFilter or MapType.Arena or MapType.TimeoutHash => null,
        _ when spec.Extra != 0 => Fault(spec, $"map_extra {spec.Extra}", "0"),
        _ => null,
    };

    static MapFault? CheckLimits(MapSpec spec, MapTypeInfo info)
    {
        if (s_hashes.Contains(spec.Type) && (long)spec.KeySize + spec.ValueSize >= LargestElement - HashOverhead)
            return TooBig(spec, $"a key and a value of {(long)spec.KeySize + spec.ValueSize} B", LargestElement - HashOverhead - 1);
        if (info.IsPerCpu && spec.ValueSize > LargestPerCpuValue)
            return TooBig(spec, $"a value of {spec.ValueSize} B for each CPU", LargestPerCpuValue);
        if (s_stores.Contains(spec.Type) && spec.ValueSize > LargestStoredValue)
            return TooBig(spec, $"a value of {spec.ValueSize} B", LargestStoredValue);
        if (spec.Type is MapType.SockHash && spec.KeySize > LargestSocketKey)
            return TooBig(spec, $"a key size of {spec.KeySize} B", LargestSocketKey);
        if (spec.Type is MapType.LpmTrie && spec.ValueSize > LargestElement - LpmOverhead)
            return Fault(spec, $"a value of {spec.ValueSize} B", $"at most {LargestElement - LpmOverhead}");
        if (spec.Type is MapType.Queue or MapType.Stack)
        {
            if (spec.ValueSize > LargestElement)
                return TooBig(spec, $"a value of {spec.ValueSize} B", LargestElement);
            if (spec.MaxEntries >= uint.MaxValue / spec.ValueSize)
                return TooBig(spec, $"{spec.MaxEntries} values of {spec.ValueSize} B", uint.MaxValue);
        }

        return null;
    }

    static MapFault? CheckInner(MapSpec spec, MapTypeInfo info)
    {
        if (info.Content is not MapContent.Maps)
            return null;
        if (spec.Inner is null)
            return Fault(spec, "no inner map", "the shape of the maps that it holds", Errno.BadDescriptor);
        if (MapTypeTable.Find(spec.Inner.Type) is { CanBeInner: false } inner)
        {
            return Fault(spec, $"inner maps of type {inner.Name}", "another type",
                inner.Content is MapContent.Maps ? Errno.InvalidArgument : Errno.NotSupported);
        }

        return Check(spec.Inner);
    }

    static MapFault? Both(MapSpec spec, MapFlags one, MapFlags other) =>
        spec.Flags.HasFlag(one | other) ? Fault(spec, $"both options {one} and {other}", "one of them at most") : null;

    static MapFault TooBig(MapSpec spec, string found, long most) => Fault(spec, found, $"at most {most} B", Errno.TooBig);

    static MapFault Fault(MapSpec spec, string found, string expected, Errno error = Errno.InvalidArgument)
    {
        var type = MapTypeTable.Find(spec.Type) is { } info ? $" ({info.Name})" : "";
        return new(error, $"map '{spec.Name}'{type}: found {found}, expected {expected}");
    }
}
