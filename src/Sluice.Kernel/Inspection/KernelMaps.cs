using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Maps;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>The maps in the kernel, whoever has made them.</summary>
public static class KernelMaps
{
    /// <summary>All of them, by id. One that goes meanwhile is left out.</summary>
    /// <exception cref="KernelException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IEnumerable<MapDescription> All()
    {
        foreach (var id in ObjectIds.Walk(BpfCommand.MapGetNextId, "maps"))
        {
            if (ObjectIds.TryOpen(BpfCommand.MapGetDescriptorById, "map", id) is not { } descriptor)
                continue;
            using var map = KernelMap.Adopt(descriptor, $"map {id}");
            yield return Describe(map);
        }
    }

    /// <summary>Opens a map, with the types of its keys and values where the kernel has them.</summary>
    /// <exception cref="KernelException">There is none, or that is not permitted.</exception>
    public static KernelMap Open(int id) => WithTypes(ObjectIds.Open(BpfCommand.MapGetDescriptorById, "map", id), $"map {id}");

    /// <summary>Opens a pinned map, with the types of its keys and values where the kernel has them.</summary>
    /// <exception cref="KernelException">There is none, or it is no map, or that is not permitted.</exception>
    public static KernelMap OpenPinned(string path) => WithTypes(KernelMap.OpenPinned(path).Descriptor, $"pin {path}");

    /// <summary>What the kernel tells about a map.</summary>
    /// <exception cref="KernelException">It does not tell.</exception>
    public static MapDescription Describe(KernelMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var information = map.Information();
        return new((int)information.Id, map.Spec, (int)information.BtfId, DescriptorDetails.MemoryOf(map.Descriptor));
    }

    /// <summary>What a map is, with the types of its keys and values where the kernel has them.</summary>
    /// <param name="map">The map.</param>
    /// <param name="read">Types that have been read before, by their ids; what is read joins them.</param>
    /// <exception cref="KernelException">The kernel does not tell.</exception>
    public static MapSpec ShapeOf(KernelMap map, IDictionary<int, BtfTypes> read)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(read);
        var information = map.Information();
        var id = (int)information.BtfId;
        if (id == 0)
            return map.Spec;
        if (!read.TryGetValue(id, out var types))
            read.Add(id, types = KernelBtf.Read(id));
        return map.Spec with
        {
            KeyType = Of(types, information.BtfKeyTypeId),
            ValueType = Of(types, information.BtfValueTypeId),
        };
    }

    static KernelMap WithTypes(BpfDescriptor descriptor, string what)
    {
        var plain = KernelMap.Adopt(descriptor, what);
        return new(ShapeOf(plain, new Dictionary<int, BtfTypes>()), descriptor);
    }

    static BtfType? Of(BtfTypes types, uint id) => id == 0 || id >= types.All.Length ? null : types[(int)id];
}
