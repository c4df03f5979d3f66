using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Platform.Kernel;

namespace Sluice.Bpf.Tests.Platform;

/// <summary>Which maps can be made: the rules against the running kernel, and their words.</summary>
public sealed class MapRulesTests
{
    static readonly int[] s_keySizes = [0, 1, 2, 4, 5, 8, 12, 16, 260, 261, 513];
    static readonly int[] s_valueSizes = [0, 1, 4, 8, 9, 12, 16, (32 << 10), (32 << 10) + 8];
    static readonly int[] s_entries = [0, 1, 3, 4096, 6144, 8192];
    static readonly ulong[] s_extras = [1, 15, 16, 1UL << 40];
    static readonly uint[] s_flags = [0, 1, 2, 3, 8, 0x10, 0x18, 0x20, 0x40, 0x80, 0x100, 0x180, 0x200, 0x201, 0x400, 0x800, 0x1000];

    // Making these needs more than numbers: BTF, another map, a control group version, many stacks.
    static readonly MapTypeSet s_notAsked =
    [
        MapType.ArrayOfMaps, MapType.HashOfMaps, MapType.StructOps, MapType.SkStorage, MapType.InodeStorage, MapType.TaskStorage,
        MapType.CgrpStorage, MapType.Arena, MapType.StackTrace, MapType.TimeoutHash,
    ];

    public static TheoryData<MapType> Asked() => [.. MapTypeTable.All.Select(info => info.Type).Where(type => !s_notAsked.Contains(type))];

    [Theory, MemberData(nameof(Asked))]
    public void Agree_with_the_running_kernel(MapType type)
    {
        BpfSyscall.Need(KernelReleases.Described);
        List<string> differences = [];
        var made = 0;
        foreach (var spec in Specs(type))
        {
            var kernel = (Errno)BpfSyscall.CreateMap((int)type, spec.KeySize, spec.ValueSize, spec.MaxEntries, (uint)spec.Flags, spec.Extra);
            var ours = MapRules.Check(spec)?.Error ?? Errno.None;
            made += kernel == Errno.None ? 1 : 0;
            // How many CPUs a kernel is built for is its own affair.
            if (type is MapType.CpuMap && kernel is Errno.TooBig)
                continue;
            if (kernel != ours)
                differences.Add($"{spec} {spec.Flags} extra {spec.Extra}: the kernel says {kernel}, the rules say {ours}");
        }

        Assert.True(made > 0, "the kernel made none");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    [Theory]
    [InlineData(MapType.Array, 8, 4, 1, MapFlags.None, Errno.InvalidArgument, "map 'm' (array): found a key size of 8 B, expected 4")]
    [InlineData(MapType.LpmTrie, 3, 4, 1, MapFlags.NoPrealloc, Errno.InvalidArgument, "map 'm' (lpm_trie): found a key size of 3 B, expected 5 to 260")]
    [InlineData(MapType.LpmTrie, 8, 4, 1, MapFlags.None, Errno.InvalidArgument, "map 'm' (lpm_trie): found options None, expected NoPrealloc among them")]
    [InlineData(MapType.LruHash, 4, 4, 1, MapFlags.NoPrealloc, Errno.NotSupported, "map 'm' (lru_hash): found option NoPrealloc, expected none: its entries are always made beforehand")]
    [InlineData(MapType.RingBuffer, 0, 0, 5000, MapFlags.None, Errno.InvalidArgument, "map 'm' (ringbuf): found a ring of 5000 B, expected a power of two, at least 4096")]
    [InlineData(MapType.DevMap, 4, 6, 1, MapFlags.None, Errno.InvalidArgument, "map 'm' (devmap): found a value size of 6 B, expected 4 or 8")]
    [InlineData(MapType.Hash, 4, 4, 0, MapFlags.None, Errno.InvalidArgument, "map 'm' (hash): found 0 entries, expected at least 1")]
    [InlineData(MapType.Hash, 4, 4, -1, MapFlags.None, Errno.InvalidArgument, "map 'm' (hash): found -1 entries, expected at least 1")]
    [InlineData(MapType.Hash, 4, -4, 1, MapFlags.None, Errno.InvalidArgument, "map 'm' (hash): found a value size of -4 B, expected at least 1")]
    [InlineData(MapType.PerCpuArray, 4, 40000, 1, MapFlags.None, Errno.TooBig, "map 'm' (percpu_array): found a value of 40000 B for each CPU, expected at most 32768 B")]
    [InlineData(MapType.ArrayOfMaps, 4, 4, 1, MapFlags.None, Errno.BadDescriptor, "map 'm' (array_of_maps): found no inner map, expected the shape of the maps that it holds")]
    [InlineData((MapType)999, 4, 4, 1, MapFlags.None, Errno.InvalidArgument, "map 'm': found type 999, expected the number of a map type")]
    public void Say_what_is_wrong(MapType type, int keySize, int valueSize, int entries, MapFlags flags, Errno error, string message)
    {
        var fault = MapRules.Check(new("m", type, keySize, valueSize, entries) { Flags = flags });
        Assert.Equal(new MapFault(error, message), fault);
    }

    [Fact]
    public void Maps_of_maps_hold_no_maps_of_maps_and_no_program_arrays()
    {
        MapSpec Holder(MapSpec inner) => new("outer", MapType.HashOfMaps, 4, 4, 8) { Inner = inner };
        var array = new MapSpec("inner", MapType.Array, 4, 8, 16);
        Assert.Null(MapRules.Check(Holder(array)));
        Assert.Equal(Errno.InvalidArgument, MapRules.Check(Holder(Holder(array)))?.Error);
        Assert.Equal(Errno.NotSupported, MapRules.Check(Holder(new("inner", MapType.ProgramArray, 4, 4, 4)))?.Error);
        Assert.Equal("map 'inner' (array): found a key size of 2 B, expected 4", MapRules.Check(Holder(array with { KeySize = 2 }))?.Message);
    }

    [Fact]
    public void A_timeout_hash_takes_a_default_timeout() =>
        Assert.Null(MapRules.Check(new("flows", MapType.TimeoutHash, 13, 8, 1024) { Extra = 30_000, Flags = MapFlags.AbsoluteTimeout }));

    static IEnumerable<MapSpec> Specs(MapType type)
    {
        // Vary one thing at a time around what the type takes, and each pair of sizes.
        var info = MapTypeTable.Find(type)!;
        var entries = info.Entries switch { MapEntryRule.Zero => 0, MapEntryRule.RingBytes => 4096, _ => 1 };
        var good = new MapSpec("m", type, info.Keys.Least, info.Values.Least, entries) { Flags = info.RequiredFlags };
        foreach (var keySize in s_keySizes)
        {
            foreach (var valueSize in s_valueSizes)
                yield return good with { KeySize = keySize, ValueSize = valueSize };
        }

        foreach (var count in s_entries)
            yield return good with { MaxEntries = count };
        foreach (var flags in s_flags)
            yield return good with { Flags = (MapFlags)flags };
        foreach (var extra in s_extras)
            yield return good with { Extra = extra };
    }
}
