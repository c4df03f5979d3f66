using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Inspection;

namespace Sluice.Kernel.Tests.Inspection;

public sealed class InspectionTests
{
    public InspectionTests()
    {
        RunningKernel.Need();
        if (ProcessCapabilities.Missing(Capabilities.SysAdmin).Count > 0)
            Assert.Skip("the process lacks CAP_SYS_ADMIN: run the tests as root");
    }

    [Fact]
    public void A_loaded_program_is_found_as_it_was_loaded()
    {
        using var loaded = Load("firewall");
        var program = loaded.Programs.Values.Single();
        var found = KernelPrograms.All().Single(candidate => candidate.Id == program.Id);
        Assert.Equal((ProgramType.Xdp, program.Spec.Name[..Math.Min(15, program.Spec.Name.Length)]), (found.Type, found.Name));
        Assert.Equal(16, found.Tag.Length);
        Assert.True(found.IsGplCompatible);
        Assert.Equal(program.Linked.Maps.Select(map => loaded.Maps[map.Name].Id).Order(), found.MapIds.Order());
        Assert.InRange(found.LoadedAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Equal(found.TranslatedBytes, KernelPrograms.Translated(found.Id).Length);
        Assert.Equal(found.JitedBytes, KernelPrograms.Jited(found.Id).Length);

        // What the program was loaded with is there to read.
        Assert.NotNull(KernelBtf.Read(found.BtfId).Find<BtfStruct>("bucket"));
    }

    [Fact]
    public void Translated_instructions_of_a_program_without_maps_are_its_own()
    {
        using var engine = new KernelEngine();
        using var loaded = engine.Load(Assembler.AssembleObject(".license \"GPL\"\n.program pass section=\"xdp\"\nr0 = 2\nexit\n"));
        var program = loaded.Programs["pass"];
        Assert.Equal(InstructionCodec.Encode(program.Linked.Instructions.AsSpan()), KernelPrograms.Translated(program.Id));
    }

    [Fact]
    public void A_map_is_opened_with_its_types()
    {
        using var loaded = Load("firewall");
        var map = loaded.Maps["sources"];
        Assert.Contains(KernelMaps.All(), candidate => candidate.Id == map.Id && candidate.Spec.Name == "sources");
        using var opened = KernelMaps.Open(map.Id);
        Assert.Equal((MapType.LruHash, 16, 24, 65536), (opened.Spec.Type, opened.Spec.KeySize, opened.Spec.ValueSize, opened.Spec.MaxEntries));
        Assert.Equal("bucket", opened.Spec.ValueType?.Resolve().Name);
        Assert.Equal("in6_addr", opened.Spec.KeyType?.Resolve().Name);
    }

    [Fact]
    public void Runs_are_counted_while_statistics_are_on()
    {
        using var loaded = Load("drop");
        var program = loaded.Programs.Values.Single();
        using (RunStatistics.Enable())
            program.Repeat(new byte[64], 1000);
        var runs = KernelPrograms.Find(program.Id)!.Runs;
        Assert.InRange(runs, 1000, 1001);
        Assert.True(KernelPrograms.Find(program.Id)!.RunNanoseconds > 0);
    }

    [Theory]
    [InlineData("firewall")]
    [InlineData("flow-stats")]
    [InlineData("load-balancer")]
    [InlineData("events")]
    public void Tags_are_computed_as_the_kernel_does(string example)
    {
        using var loaded = Load(example);
        foreach (var program in loaded.Programs.Values)
        {
            var tags = ProgramTags.Of(program.Linked);
            var tag = KernelPrograms.Find(program.Id)!.Tag;
            Assert.Equal(KernelRelease.Version >= new Version(6, 18) ? tags.Sha256[..16] : tags.Sha1, tag);
            Assert.True(tags.Match(tag));
            Assert.True(tags.Match(tags.Sha256));
            Assert.False(tags.Match(tag[..8]));
        }
    }

    [Fact]
    public void Code_comes_with_functions_lines_maps_and_calls()
    {
        using var loaded = Load("firewall");
        var id = loaded.Programs.Values.Single().Id;
        var code = KernelPrograms.ReadCode(id);
        Assert.Equal("firewall", code.Translated.Name);
        Assert.Equal(["allowed_ports", "firewall.rodata", "reasons", "sources"], code.Translated.Maps.Select(map => map.Name).Distinct().Order());
        Assert.Contains(code.Translated.Lines, line => line.File.EndsWith("firewall.bpf.c", StringComparison.Ordinal) && line.Text.Contains("int firewall(", StringComparison.Ordinal));
        Assert.Contains("bpf_ktime_get_ns", code.Calls.Values);
        if (KernelPrograms.Jited(id).Length == 0)
            Assert.Skip("the kernel interprets programs");
        var function = Assert.Single(code.Jited);
        Assert.Equal(KernelPrograms.Jited(id), function.Code);
        Assert.Equal(function.Lines.Select(line => line.Offset).Order(), function.Lines.Select(line => line.Offset));
        Assert.Equal(code.Translated.Lines.Length, function.Lines.Length);
    }

    [Fact]
    public void Programs_and_maps_take_memory()
    {
        using var loaded = Load("firewall");
        Assert.True(KernelPrograms.Find(loaded.Programs.Values.Single().Id)!.MemoryBytes > 0);
        Assert.InRange(KernelMaps.Describe(loaded.Maps["sources"]).MemoryBytes, 65536 * (16 + 24), long.MaxValue);
    }

    [Fact]
    public void Types_are_listed_and_the_kernels_own_are_named()
    {
        using var loaded = Load("firewall");
        var id = KernelPrograms.Find(loaded.Programs.Values.Single().Id)!.BtfId;
        var all = KernelBtf.All().ToArray();
        Assert.Contains(all, types => types.Id == id && types is { Name: "", IsOfKernel: false, Bytes: > 0 });
        Assert.Contains(all, types => types is { Name: "vmlinux", IsOfKernel: true });
    }

    [Fact]
    public void A_pinned_program_is_opened_and_run()
    {
        using var pins = new PinFolder();
        using var loaded = Load("drop");
        var path = Path.Combine(pins.Path, "drop");
        Tool.Run("bpftool", $"prog pin id {loaded.Programs.Values.Single().Id} {path}");
        using var opened = OpenedProgram.OpenPinned(path);
        Assert.Equal(loaded.Programs.Values.Single().Id, opened.Description.Id);
        using var program = opened.ToProgram();
        Assert.Equal(1u, (uint)program.Run(new byte[64]).ReturnValue);
        Assert.Equal(opened.Description.Id, KernelPrograms.FindPinned(path).Id);

        var error = Assert.Throws<KernelException>(() => OpenedProgram.OpenPinned(Path.Combine(pins.Path, "nothing")));
        Assert.Contains("there is no such pin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_said_to_be()
    {
        Assert.Null(KernelPrograms.Find(int.MaxValue));
        var error = Assert.Throws<KernelException>(() => KernelMaps.Open(int.MaxValue));
        Assert.Contains("none of this id", error.Message, StringComparison.Ordinal);
    }

    static KernelCollection Load(string example)
    {
        using var engine = new KernelEngine();
        return engine.Load(BpfObject.Load(Path.Combine(Checkout.Examples, example, $"{example}.bpf.o")));
    }
}
