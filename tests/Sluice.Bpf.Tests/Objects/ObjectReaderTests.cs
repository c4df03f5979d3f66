using Sluice.Bpf.Elf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Tests.Objects;

public class ObjectReaderTests
{
    public static TheoryData<string> Files => ObjectFiles.All;

    public static TheoryData<string> Compilers => ObjectFiles.Compilers;

    [Theory, MemberData(nameof(Files))]
    public void Reads_the_same_object_every_time(string path)
    {
        var first = BpfObject.Read(ObjectFiles.Bytes(path), path);
        var second = BpfObject.Read(ObjectFiles.Bytes(path), path);

        Assert.Equal(ObjectText.Of(first), ObjectText.Of(second));
        Assert.NotEmpty(first.Programs);
        Assert.All(first.Programs, program => Assert.NotEqual(ProgramType.Unspecified, program.Type));
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Reads_several_programs_of_a_section_in_order(string compiler)
    {
        var programs = ObjectFiles.Load(compiler, "sections").Programs;

        var xdp = programs.Where(program => program is { Section: "xdp", AutoLoad: true }).ToArray();
        Assert.Equal(3, xdp.Length);
        Assert.All(xdp, program => Assert.Equal(AttachType.Xdp, program.AttachType));
        Assert.Equal([0, .. xdp.SkipLast(1).Select(program => program.Function.SectionOffset + program.Function.Instructions.Length)],
            xdp.Select(program => program.Function.SectionOffset));
        Assert.Equal(2, programs.Count(program => !program.AutoLoad));
        Assert.Equal(21, programs.Count(program => program.AutoLoad));
        Assert.Equal("GPL", ObjectFiles.Load(compiler, "core").License[^3..]);
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Reads_every_member_of_a_map_definition(string compiler)
    {
        var maps = ObjectFiles.Load(compiler, "maps").Maps.ToDictionary(map => map.Name);

        void Is(string name, MapType type, int key, int value, int entries, MapFlags flags = MapFlags.None) =>
            Assert.Equal((type, key, value, entries, flags),
                (maps[name].Type, maps[name].KeySize, maps[name].ValueSize, maps[name].MaxEntries, maps[name].Flags));

        Assert.Equal(11, maps.Values.Count(map => !map.IsGlobalData));
        Is("flows", MapType.Hash, 16, 16, 1024, MapFlags.NoPrealloc);
        Is("sized", MapType.Array, 4, 24, 4, MapFlags.Mmapable | MapFlags.ReadOnlyProgram);
        Is("on_a_node", MapType.LruHash, 4, 8, 256, MapFlags.NumaNode);
        Is("sluice_pinned", MapType.PerCpuHash, 2, 16, 16);
        Is("bloom", MapType.BloomFilter, 0, 4, 1000);
        Is("routes", MapType.LpmTrie, 20, 4, 100, MapFlags.NoPrealloc);
        Is("queue", MapType.Queue, 0, 8, 8);
        Is("stack", MapType.Stack, 0, 8, 8);
        Is("ring", MapType.RingBuffer, 0, 0, 4096);
        Is("perf", MapType.PerfEventArray, 4, 4, 0);
        Is("devices", MapType.DevMapHash, 4, 8, 4);
        Assert.Equal(3ul, maps["bloom"].Extra);
        Assert.Equal(["sluice_pinned"], maps.Values.Where(map => map.PinByName).Select(map => map.Name));
        Assert.Equal("flow", maps["flows"].KeyType!.Name);
        Assert.Null(maps["sized"].ValueType);
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Reads_inner_maps_and_initial_slots(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "inner-maps");

        var byIndex = @object.FindMap("by_index")!;
        Assert.Equal([(0, "inner_first"), (3, "inner_second")], byIndex.InitialSlots);
        Assert.Equal("by_index.inner (Array, key 4 B, value 8 B, 2 entries)", byIndex.Inner!.ToString());
        Assert.Equal("by_key.inner (Hash, key 4 B, value 4 B, 64 entries)", @object.FindMap("by_key")!.Inner!.ToString());
        Assert.Equal((8, 4), (@object.FindMap("by_key")!.KeySize, @object.FindMap("by_key")!.ValueSize));
        Assert.Equal([(0, "tail_pass"), (2, "tail_drop")], @object.FindMap("programs")!.InitialSlots);
        Assert.Equal("empty_programs (ProgramArray, key 4 B, value 4 B, 2 entries)", @object.FindMap("empty_programs")!.ToString());
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Reads_maps_from_before_types(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "legacy-maps");

        Assert.Equal(["old_hash (Hash, key 4 B, value 8 B, 100 entries)", "old_array (Array, key 4 B, value 4 B, 7 entries)"],
            @object.Maps.Select(map => map.ToString()));
        Assert.Equal(MapFlags.NoPrealloc, @object.Maps[0].Flags);
        Assert.Equal([("old_hash", RelocationKind.Map), ("old_array", RelocationKind.Map)],
            @object.Programs[0].Function.Relocations.Select(relocation => (relocation.Symbol, relocation.Kind)));
        Assert.Null(@object.Types);
    }

    [Fact]
    public void Reads_maps_as_other_loaders_define_them()
    {
        var @object = BpfObject.Load(Path.Combine(ObjectFiles.Root, "tests/Sluice.Bpf.Tests/testdata/loaders/maps.bpf.o"));

        Assert.Equal("policies.inner (Hash, key 8 B, value 16 B, 32 entries)", @object.FindMap("policies")!.Inner!.ToString());
        Assert.Equal(MapFlags.NoPrealloc, @object.FindMap("policy")!.Flags);
        Assert.Equal(["shared"], @object.Maps.Where(map => map.PinByName).Select(map => map.Name));
        Assert.Equal("plain (Hash, key 4 B, value 8 B, 16 entries)", @object.FindMap("plain")!.ToString());
        Assert.Equal("samples.inner (Array, key 4 B, value 8 B, 2 entries)", @object.FindMap("samples")!.Inner!.ToString());
        Assert.Null(@object.FindMap("policy")!.Inner);
    }

    [Fact]
    public void Refuses_options_of_maps_that_no_known_header_has()
    {
        var image = ObjectFiles.Bytes("tests/Sluice.Bpf.Tests/testdata/loaders/maps.bpf.o");
        var section = ElfFile.Read(image, "pinned").Sections.Single(section => section.Name == "maps");
        image[section.Offset + 24] = 77; // The pinning of the first.

        var fault = Assert.Throws<BpfFormatException>(() => BpfObject.Read(image, "pinned"));
        Assert.Equal("maps", fault.Section);
        Assert.Contains("options behind map_flags", fault.Found, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Reads_global_data_and_its_variables(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "globals");

        Assert.Equal([".data.foo", ".rodata.custom", "globals.bss", "globals.data", "globals.rodata"],
            @object.Maps.Select(map => map.Name).Where(name => name.Contains('.')).Order(StringComparer.Ordinal));
        var rodata = @object.FindMap("globals.rodata")!;
        Assert.True(rodata.IsFrozen);
        Assert.Equal(MapFlags.ReadOnlyProgram | MapFlags.Mmapable, rodata.Flags);
        Assert.Equal(rodata.ValueSize, rodata.InitialData.Length);
        Assert.False(@object.FindMap("globals.data")!.IsFrozen);
        foreach (var map in @object.Maps.Where(map => map.IsGlobalData))
        {
            var variables = @object.Variables.Where(variable => variable.Map == map.Name).OrderBy(variable => variable.Offset).ToArray();
            Assert.NotEmpty(variables);
            for (var i = 1; i < variables.Length; i++)
                Assert.True(variables[i].Offset >= variables[i - 1].Offset + variables[i - 1].Size, variables[i].ToString());
        }
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Reads_what_only_the_kernel_knows(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "externs");

        var configuration = @object.Variables.Where(variable => variable.Map == "externs.kconfig").ToDictionary(variable => variable.Name);
        Assert.Equal(5, configuration.Count);
        Assert.True(configuration["CONFIG_HZ"].IsUnresolved);
        Assert.False(configuration["CONFIG_BPF_SYSCALL"].IsUnresolved);
        Assert.Equal(0, configuration["CONFIG_HZ"].Offset % 8);
        var relocations = @object.FindProgram("use_kfuncs")!.Function.Relocations;
        Assert.All(relocations, relocation => Assert.Equal(RelocationKind.KernelSymbol, relocation.Kind));
        Assert.Equal(["sluice_absent_function"], relocations.Where(relocation => relocation.IsWeak).Select(relocation => relocation.Symbol).Distinct());
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Decodes_big_endian_instructions_as_their_little_endian_twins(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "big-endian");

        Assert.True(@object.IsBigEndian);
        var function = @object.Programs[0].Function;
        Assert.Equal(0x95, function.Instructions[^1].Opcode);
        Assert.Equal(["array", "big_endi.rodata", "big_endi.data"], function.Relocations.Select(relocation => relocation.Symbol));
        Assert.Equal("array (Array, key 4 B, value 8 B, 3 entries)", @object.FindMap("array")!.ToString());
    }
}
