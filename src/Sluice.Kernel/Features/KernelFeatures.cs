using Sluice.Bpf.Linking.Loading;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Features;

/// <summary>What kernels have or lack that this engine knows of, and since when.</summary>
/// <remarks>The table behind <c>sluice features</c> and behind the engine's own messages.</remarks>
public static class KernelFeatures
{
    /// <summary>Links that attach XDP programs.</summary>
    public static KernelFeature XdpLinks { get; } = new(FeatureGroup.Links, "XDP links", new(5, 9), LinkProbe.Xdp);

    /// <summary>Several TC programs in order at a hook, attached by links.</summary>
    public static KernelFeature Tcx { get; } = new(FeatureGroup.Links, "TCX", new(6, 6), () => LinkProbe.Query(AttachType.TcxIngress));

    /// <summary>Programs in the pairs of devices that containers use.</summary>
    public static KernelFeature Netkit { get; } = new(FeatureGroup.Links, "netkit", new(6, 7), () => LinkProbe.Query(AttachType.NetkitPrimary));

    /// <summary>Links that attach programs to control groups.</summary>
    public static KernelFeature CgroupLinks { get; } = new(FeatureGroup.Links, "control group links", new(5, 7), LinkProbe.Cgroup);

    /// <summary>Test runs whose verdicts are carried out.</summary>
    public static KernelFeature LiveFrames { get; } = new(FeatureGroup.Operations, "live frames", new(5, 18), OperationProbe.LiveFrames);

    /// <summary>Operations on many entries of a map at once.</summary>
    public static KernelFeature Batches { get; } = new(FeatureGroup.Operations, "map batches", new(5, 6), OperationProbe.Batches);

    /// <summary>Counting the runs of programs and their time.</summary>
    public static KernelFeature RunStatistics { get; } = new(FeatureGroup.Operations, "run statistics", new(5, 8), OperationProbe.RunStatistics);

    static readonly Dictionary<ProgramType, KernelFeature> s_programs = ProgramTypeTable.All.Where(info => !info.IsOwn).ToDictionary(
        info => info.Type,
        info => new KernelFeature(FeatureGroup.Programs, info.Name, info.Since!, () => ProgramProbe.Supports(info.Type), $"programs of type {info.Name}"));

    static readonly Dictionary<MapType, KernelFeature> s_maps = MapTypeTable.All.Where(info => !info.IsOwn).ToDictionary(
        info => info.Type,
        info => new KernelFeature(FeatureGroup.Maps, info.Name, info.Since!, () => MapProbe.Supports(info), $"maps of type {info.Name}"));

    static readonly KernelFeature[] s_others =
    [
        new(FeatureGroup.Btf, "types of the kernel (vmlinux)", new(5, 4), BtfProbe.Kernel),
        new(FeatureGroup.Btf, "types of modules", new(5, 11), BtfProbe.Modules),
        new(FeatureGroup.Btf, "types of objects", new(4, 18), BtfProbe.Objects),
        new(FeatureGroup.Btf, "global functions", new(5, 6), BtfProbe.GlobalFunctions),
        new(FeatureGroup.Btf, "tags on declarations", new(5, 16), () => BtfProbe.Takes(BtfFeatures.DeclarationTags)),
        new(FeatureGroup.Btf, "tags on types", new(5, 17), () => BtfProbe.Takes(BtfFeatures.TypeTags)),
        new(FeatureGroup.Btf, "enumerations of 64 bits", new(6, 0), () => BtfProbe.Takes(BtfFeatures.Enum64)),
        Code("32-bit jumps (v3)", 5, 1, "r0 = 0\nif w0 == 1 goto +0\nexit"),
        Code("more than 4,096 instructions", 5, 2, ProgramProbe.Long),
        Code("bounded loops", 5, 3, "r0 = 0\nloop:\nr0 += 1\nif r0 < 100 goto loop\nr0 = 0\nexit"),
        Code("atomic operations (v3)", 5, 12, "r0 = 1\n*(u64 *)(r10 - 8) = r0\nr0 = atomic_fetch_add((u64 *)(r10 - 8), r0)\nr0 = 0\nexit"),
        Code("sign extension, byte swaps, long jumps (v4)", 6, 6, "r0 = 1\nr0 = (s8)r0\nr0 = bswap16 r0\ngotol end\nend:\nr0 = 0\nexit"),
        Code("may_goto", 6, 9, "r0 = 0\nloop:\nmay_goto end\nr0 = 0\ngoto loop\nend:\nr0 = 0\nexit"),
        Code("load-acquire, store-release", 6, 15, "r0 = 0\n*(u64 *)(r10 - 8) = r0\nr1 = r10\nr0 = load_acquire((u64 *)(r1 - 8))\nr0 = 0\nexit"),
        Code("bpf_loop", 5, 17, () => HelperSupport.Of(ProgramType.Xdp, Helpers.Find("loop")!)),
        Code("timers (bpf_timer_init)", 5, 15, () => HelperSupport.Of(ProgramType.Xdp, Helpers.Find("timer_init")!)),
        Code("dynamic pointers (bpf_dynptr_read)", 5, 19, () => HelperSupport.Of(ProgramType.Xdp, Helpers.Find("dynptr_read")!)),
        new(FeatureGroup.Operations, "frozen maps", new(5, 2), OperationProbe.Freezing),
        new(FeatureGroup.Operations, "arrays mapped into memory", new(5, 5), OperationProbe.MappedArrays),
        Batches,
        RunStatistics,
        new(FeatureGroup.Operations, "hash maps: look up and delete", new(5, 14), OperationProbe.TakingFromHashes),
        new(FeatureGroup.Operations, "XDP programs for fragments", new(5, 18), ProgramProbe.Fragments),
        LiveFrames,
        new(FeatureGroup.Operations, "size of the verifier's log", new(6, 4), ProgramProbe.LogSize),
        CgroupLinks,
        XdpLinks,
        Tcx,
        Netkit,
    ];

    /// <summary>All of them, group by group.</summary>
    public static IReadOnlyList<KernelFeature> All { get; } = [.. s_programs.Values, .. s_maps.Values, .. s_others];

    /// <summary>A type of programs.</summary>
    /// <exception cref="KeyNotFoundException">The type is none of Linux's.</exception>
    public static KernelFeature Of(ProgramType type) => s_programs[type];

    /// <summary>A type of maps.</summary>
    /// <exception cref="KeyNotFoundException">The type is none of Linux's.</exception>
    public static KernelFeature Of(MapType type) => s_maps[type];

    static KernelFeature Code(string name, int major, int minor, string text) => Code(name, major, minor, () => ProgramProbe.Accepts(text));

    static KernelFeature Code(string name, int major, int minor, Func<FeatureState> probe) =>
        new(FeatureGroup.Instructions, name, new(major, minor), probe);
}
