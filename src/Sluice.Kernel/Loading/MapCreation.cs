using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Maps;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Loading;

/// <summary>Makes maps.</summary>
static class MapCreation
{
    // Types whose entries are not plain values: the kernel takes no types for them.
    static readonly MapTypeSet s_withoutTypes =
    [
        MapType.PerfEventArray, MapType.CgroupArray, MapType.StackTrace, MapType.ArrayOfMaps, MapType.HashOfMaps, MapType.DevMap,
        MapType.DevMapHash, MapType.CpuMap, MapType.XskMap, MapType.SockMap, MapType.SockHash, MapType.Queue, MapType.Stack,
        MapType.ProgramArray, MapType.RingBuffer, MapType.Arena,
    ];

    /// <summary>Makes a map, empty.</summary>
    /// <param name="spec">What it is.</param>
    /// <param name="types">The kernel's copy of the object's types, which those of <paramref name="spec"/> are from, or null.</param>
    /// <exception cref="KernelException">It cannot be made.</exception>
    public static KernelMap Create(MapSpec spec, BpfDescriptor? types = null)
    {
        spec = Completed(spec);
        if (MapTypeTable.Find(spec.Type) is { IsOwn: true } own)
            throw new KernelException($"map '{spec.Name}'", "create", Errno.NotSupported, $"maps of type {own.Name} exist in process only");
        if (MapRules.Check(spec) is { } fault)
            throw new KernelException($"map '{spec.Name}'", "create", fault.Error, fault.Message);
        using var inner = spec.Inner is null ? null : Create(spec.Inner with { Name = $"{spec.Name}.inner" }, types);
        var attributes = new MapCreateAttributes
        {
            MapType = (uint)spec.Type,
            KeySize = (uint)spec.KeySize,
            ValueSize = (uint)spec.ValueSize,
            MaxEntries = (uint)spec.MaxEntries,
            MapFlags = (uint)spec.Flags,
            InnerMapFd = (uint)(inner?.Descriptor.Number ?? 0),
            NumaNode = (uint)spec.NumaNode,
            MapName = ObjectName.Of(spec.Name),
            MapExtra = spec.Extra,
        };
        Errno error;
        if (types is not null && spec.ValueType is not null && !s_withoutTypes.Contains(spec.Type)
            && (spec.KeyType is not null || spec.IsGlobalData))
        {
            var typed = attributes;
            typed.BtfFd = (uint)types.Number;
            typed.BtfKeyTypeId = (uint)(spec.IsGlobalData ? 0 : spec.KeyType?.Id ?? 0);
            typed.BtfValueTypeId = (uint)spec.ValueType.Id;
            // Types are for those who look at the map. Where the kernel needs them it says so without them, too.
            if (BpfSystemCall.Open(BpfCommand.MapCreate, ref typed, out error) is { } described)
                return new(spec, described);
        }

        return BpfSystemCall.Open(BpfCommand.MapCreate, ref attributes, out error) is { } plain
            ? new(spec, plain)
            : throw new KernelException($"map '{spec.Name}'", "create", error, Explain(spec, error));
    }

    /// <summary>Fills a data section's map and freezes it if it is constant.</summary>
    public static void Fill(KernelMap map)
    {
        if (map.Spec.InitialData.IsEmpty)
            return;
        Span<byte> key = stackalloc byte[sizeof(uint)];
        key.Clear();
        Require(map, "fill", map.Update(key, map.Spec.InitialData.AsSpan()));
        if (map.Spec.IsFrozen)
            Require(map, "freeze", map.Freeze());
    }

    /// <summary>Throws unless <paramref name="error"/> is none.</summary>
    public static void Require(KernelMap map, string operation, Errno error)
    {
        if (error != Errno.None)
            throw new KernelException($"map '{map.Spec.Name}'", operation, error);
    }

    // libbpf's habit: an array of perf events without a size has a slot for each CPU.
    static MapSpec Completed(MapSpec spec) => spec is { Type: MapType.PerfEventArray, MaxEntries: 0 }
        ? spec with { MaxEntries = PossibleCpus.Count }
        : spec;

    static string Explain(MapSpec spec, Errno error) => error switch
    {
        Errno.NotPermitted => Permissions.Explain(Capabilities.Bpf | (s_network.Contains(spec.Type) ? Capabilities.NetAdmin : 0)),
        Errno.InvalidArgument or Errno.NotSupported => KernelFeatures.Of(spec.Type).Explain(),
        Errno.NoMemory => $"{spec.MaxEntries} entries of {spec.KeySize + spec.ValueSize} bytes are too much memory for the machine or the control group",
        _ => "",
    };

    static readonly MapTypeSet s_network = [MapType.DevMap, MapType.DevMapHash, MapType.CpuMap, MapType.XskMap, MapType.SockMap, MapType.SockHash];
}
