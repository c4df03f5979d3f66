using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
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
