using System.Collections.Frozen;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps.Arrays;
using Sluice.Runtime.Maps.Hashes;
using Sluice.Runtime.Maps.Nested;
using Sluice.Runtime.Maps.Queues;
using Sluice.Runtime.Maps.Rings;
using Sluice.Runtime.Maps.Targets;
using Sluice.Runtime.Maps.Timeouts;
using Sluice.Runtime.Maps.Tries;

namespace Sluice.Runtime.Maps;

/// <summary>Makes maps of all kinds.</summary>
public static class RuntimeMaps
{
    static readonly FrozenDictionary<MapType, Func<BpfRuntime, MapSpec, RuntimeMap>> s_kinds =
        new Dictionary<MapType, Func<BpfRuntime, MapSpec, RuntimeMap>>
        {
            [MapType.Array] = (runtime, spec) => new ArrayMap(runtime, spec),
            [MapType.PerCpuArray] = (runtime, spec) => new ArrayMap(runtime, spec),
            [MapType.Hash] = (runtime, spec) => new HashMap(runtime, spec),
            [MapType.PerCpuHash] = (runtime, spec) => new HashMap(runtime, spec),
            [MapType.LruHash] = (runtime, spec) => new LruHashMap(runtime, spec),
            [MapType.LruPerCpuHash] = (runtime, spec) => new LruHashMap(runtime, spec),
            [MapType.TimeoutHash] = (runtime, spec) => new TimeoutHashMap(runtime, spec),
            [MapType.ArrayOfMaps] = (runtime, spec) => new ArrayOfMapsMap(runtime, spec),
            [MapType.HashOfMaps] = (runtime, spec) => new HashOfMapsMap(runtime, spec),
            [MapType.ProgramArray] = (runtime, spec) => new ProgramArrayMap(runtime, spec),
            [MapType.Queue] = (runtime, spec) => new QueueMap(runtime, spec),
            [MapType.Stack] = (runtime, spec) => new QueueMap(runtime, spec),
            [MapType.BloomFilter] = (runtime, spec) => new BloomFilterMap(runtime, spec),
            [MapType.DevMap] = (runtime, spec) => new TargetArrayMap(runtime, spec),
            [MapType.DevMapHash] = (runtime, spec) => new DeviceHashMap(runtime, spec),
            [MapType.CpuMap] = (runtime, spec) => new TargetArrayMap(runtime, spec),
            [MapType.XskMap] = (runtime, spec) => new TargetArrayMap(runtime, spec),
            [MapType.RingBuffer] = (runtime, spec) => new RingBufferMap(runtime, spec),
            [MapType.PerfEventArray] = (runtime, spec) => new PerfEventArrayMap(runtime, spec),
            [MapType.LpmTrie] = (runtime, spec) => new LpmTrieMap(runtime, spec),
        }.ToFrozenDictionary();

    /// <summary>The kinds of maps that run in process.</summary>
    public static IReadOnlyCollection<MapType> Types => s_kinds.Keys;

    /// <summary>Makes a map, filled with its initial data and frozen if the spec says so.</summary>
    /// <exception cref="MapCreationException">This kind does not run in process, or the spec is not one of its kind.</exception>
    /// <exception cref="Memory.NativeMemoryException">There is no room for it.</exception>
    public static RuntimeMap Create(BpfRuntime runtime, MapSpec spec)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        ArgumentNullException.ThrowIfNull(spec);
        if (MapRules.Check(spec) is { } fault)
            throw new MapCreationException(spec, fault);
        if (!s_kinds.TryGetValue(spec.Type, out var make))
            throw new MapCreationException(spec, NotInProcess(spec));
        return make(runtime, spec).Register();
    }

    static MapFault NotInProcess(MapSpec spec) => new(Errno.NotSupported,
        $"map '{spec.Name}': found the type {MapTypeTable.Find(spec.Type)!.Name}, expected one that runs in process: "
        + string.Join(", ", s_kinds.Keys.Order().Select(type => MapTypeTable.Find(type)!.Name)));
}
