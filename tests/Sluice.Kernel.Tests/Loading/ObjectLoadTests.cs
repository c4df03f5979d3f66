using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;

namespace Sluice.Kernel.Tests.Loading;

/// <summary>Objects of real compilers, loaded into the running kernel.</summary>
public sealed class ObjectLoadTests
{
    public static TheoryData<string> Examples() =>
        [.. Checkout.KernelExamples.Select(path => Path.GetRelativePath(Checkout.Examples, path))];

    [Theory, MemberData(nameof(Examples))]
    public void Examples_load(string path)
    {
        RunningKernel.Need();
        var spec = BpfObject.Load(Path.Combine(Checkout.Examples, path));
        using var engine = new KernelEngine();
        using var loaded = engine.Load(spec);
        Assert.Equal(spec.Programs.Count(program => program.AutoLoad), loaded.Programs.Count);
        Assert.Equal(spec.Maps.Length, loaded.Maps.Count);
    }

    [Theory]
    [InlineData("clang-14")]
    [InlineData("clang-15")]
    [InlineData("clang-16")]
    [InlineData("clang-19")]
    public void Objects_of_every_compiler_load(string compiler)
    {
        using var folder = new PinFolder();
        using var engine = new KernelEngine(new() { PinFolder = folder.Path });
        foreach (var name in new[] { "atomics", "callbacks", "core-target", "globals", "inner-maps", "legacy-maps", "maps", "strings", "subprograms", "with-dwarf" })
        {
            using var loaded = engine.Load(BpfObject.Load(Path.Combine(Checkout.Objects, compiler, $"{name}.o")));
            Assert.NotEmpty(loaded.Programs);
        }
    }

    [Fact]
    public void Values_of_program_arrays_and_maps_of_maps_are_there()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        using var loaded = engine.Load(BpfObject.Load(Path.Combine(Checkout.Objects, "clang-19", "inner-maps.o")));
        var slots = 0;
        foreach (var map in loaded.Maps.Values)
        {
            foreach (var (index, symbol) in map.Spec.InitialSlots)
            {
                var id = new byte[sizeof(int)];
                Assert.Equal(Errno.None, map.Lookup(BitConverter.GetBytes(index), id));
                var expected = loaded.Maps.TryGetValue(symbol, out var inner) ? inner.Id : loaded.Programs[symbol].Id;
                Assert.Equal(expected, BitConverter.ToInt32(id));
                slots++;
            }
        }

        Assert.NotEqual(0, slots);
    }

    [Fact]
    public void Constants_are_frozen_and_variables_are_not()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        using var loaded = engine.Load(BpfObject.Load(Path.Combine(Checkout.Objects, "clang-19", "globals.o")));
        var key = new byte[sizeof(int)];
        foreach (var map in loaded.Maps.Values.Where(map => map.Spec.IsGlobalData))
        {
            var value = new byte[map.ValueBufferSize];
            Assert.Equal(Errno.None, map.Lookup(key, value));
            Assert.Equal(map.Spec.InitialData.AsSpan(), value);
            Assert.Equal(map.Spec.IsFrozen ? Errno.NotPermitted : Errno.None, map.Update(key, value));
        }
    }

    [Fact]
    public void A_rejection_names_cause_and_source_line()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        var spec = BpfObject.Load(Path.Combine(Checkout.Objects, "clang-19", "core.o"));
        var error = Assert.Throws<ProgramRejectedException>(() => engine.Load(spec));
        Assert.Equal("offsets", error.Program);
        Assert.Equal(53, error.Line?.Line);
        Assert.Contains("CO-RE", error.Message, StringComparison.Ordinal);
        Assert.Contains("core.bpf.c:53", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.NotEmpty(error.Log);
    }

    [Fact]
    public void A_long_log_is_there_as_a_whole()
    {
        RunningKernel.Need();
        var text = ".license \"GPL\"\n.program long section=\"xdp\"\n" + string.Concat(Enumerable.Repeat("r0 = 1\nr0 += 2\n", 3000)) + "r0 = r9\nexit\n";
        using var engine = new KernelEngine();
        var error = Assert.Throws<ProgramRejectedException>(() => engine.Load(Assembler.AssembleObject(text)));
        Assert.Equal("R9 !read_ok", error.Cause);
        Assert.Equal(6000, error.Instruction);
        Assert.Contains("\n0: (b7) r0 = 1", error.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_the_kernel_refuses_are_named()
    {
        RunningKernel.Need();
        var types = new BtfBuilder();
        types.Function("not-a-name", types.FunctionPrototype(types.Void), BtfLinkage.Static);
        using var engine = new KernelEngine();
        var error = Assert.Throws<KernelException>(() => engine.Load(new BpfObject { Name = "wrong", Types = types.Build() }));
        Assert.Contains("object 'wrong': cannot load its types (BTF): [2] FUNC not-a-name", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void An_array_with_programs_of_another_kind_is_named()
    {
        RunningKernel.Need();
        static BpfObject Jump(string section) => Assembler.AssembleObject($"""
            .license "GPL"
            .map next program_array key=4 value=4 entries=1
            .program jump section="{section}"
            r2 = map[next]
            r3 = 0
            call bpf_tail_call
            r0 = 2
            exit
            """);
        using var engine = new KernelEngine();
        using var first = engine.Load(Jump("xdp"));
        var shared = new Dictionary<string, IBpfMap> { ["next"] = first.Maps["next"] };
        var error = Assert.Throws<KernelException>(() => engine.Load(Jump("tc"), shared));
        Assert.Contains("the array 'next' already holds programs of another kind", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_load_leaves_no_pin_behind()
    {
        using var folder = new PinFolder();
        var map = new MapSpec("kept", MapType.Hash, 4, 8, 16) { PinByName = true };
        var spec = Assembler.AssembleObject(".license \"GPL\"\n.program bad section=\"xdp\"\nr0 = r9\nexit\n") with { Maps = [map] };
        using var engine = new KernelEngine(new() { PinFolder = folder.Path });
        Assert.Throws<ProgramRejectedException>(() => engine.Load(spec));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Maps_are_pinned_by_name_and_found_again()
    {
        using var folder = new PinFolder();
        var map = new MapSpec("kept", MapType.Hash, 4, 8, 16) { PinByName = true };
        var spec = Assembler.AssembleObject(".license \"GPL\"\n.program pass section=\"xdp\"\nr0 = 2\nexit\n") with { Maps = [map] };
        using var engine = new KernelEngine(new() { PinFolder = folder.Path });
        using (var first = engine.Load(spec))
            Assert.Equal(Errno.None, first.Maps["kept"].Update([1, 0, 0, 0], [9, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Equal(["kept"], folder.Names);
        using (var second = engine.Load(spec))
            Assert.Equal(9, new BpfMap<int, long>(second.Maps["kept"])[1]);

        var error = Assert.Throws<PinMismatchException>(() => engine.Load(spec with { Maps = [map with { MaxEntries = 32 }] }));
        Assert.Contains("max_entries 16, expected 32", error.Message, StringComparison.Ordinal);
        Assert.Equal(["kept"], folder.Names);
    }

    [Fact]
    public void Pins_outside_a_bpf_file_system_are_refused_with_a_reason()
    {
        RunningKernel.Need();
        var map = new MapSpec("kept", MapType.Array, 4, 8, 1) { PinByName = true };
        using var engine = new KernelEngine(new() { PinFolder = Path.GetTempPath() });
        var error = Assert.Throws<KernelException>(() => engine.Load(new BpfObject { Name = "pins", Maps = [map] }));
        Assert.Contains("not of a BPF file system", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_and_programs_of_the_other_engine_are_refused_by_name()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        var map = new MapSpec("aging", MapType.TimeoutHash, 4, 8, 16);
        var error = Assert.Throws<KernelException>(() => engine.Load(new BpfObject { Name = "own", Maps = [map] }));
        Assert.Contains("in process only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_runs_over_a_packet()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        using var loaded = engine.Load(BpfObject.Load(Path.Combine(Checkout.Examples, "drop", "drop.bpf.o")));
        var packet = new byte[64];
        Random.Shared.NextBytes(packet);
        var result = loaded.Programs.Values.Single().Run(packet);
        Assert.Equal("XDP_DROP", Verdicts.Name(ProgramType.Xdp, (int)result.ReturnValue));
        Assert.Equal(packet, result.Packet.ToArray());
    }
}
