using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Tests.Assembly;

public sealed class ObjectTextTests
{
    const string Counter = """
        .object "counter"
        .license "GPL"
        .extern kconfig CONFIG_HZ
        .extern ksym bpf_rdonly_cast weak

        .map counter.bss array key=4 value=32 entries=1 section=".bss"
            .zero 32

        .map flows lru_hash key=16 value=8 entries=1024 flags=no_common_lru pinned

        .map steps prog_array key=4 value=4 entries=4
            .slot 2 = count

        .map tables array_of_maps key=4 value=4 entries=2
            .inner table hash key=4 value=8 entries=7
            .slot 0 = flows
        .variable total map="counter.bss" at=8 size=8
        .variable pairs map="counter.bss" at=16 size=16

        .program count section="xdp"
            r6 = r1
            r1 = map[flows]
            r2 = &total
            r3 = &pairs + 8
            r4 = map[counter.bss][0] + 4
            if r6 == 0 goto LBB0_1
            call bpf_map_lookup_elem#1
        LBB0_1:
            r1 = subprog[helper]
            r2 = kconfig[CONFIG_HZ]
            call helper
            call bpf_rdonly_cast
            exit

        .program later section="?tc" type=sched_action sleepable=yes
            call helper
            exit

        .function helper section=".text" global
            r0 = 1
            exit

        .function inner section=".text"
            .reloc call helper
            call pc+7
            .reloc map flows
            r1 = 7 ll
            call inner
            .raw ff 00 00 00 00 00 00 00
            exit

        """;

    [Fact]
    public void Text_and_object_say_the_same()
    {
        var bpf = Assembler.AssembleObject(Counter.Replace("prog_array", "program_array"), "x.s");
        Assert.Equal(Counter.Replace("prog_array", "program_array"), Disassembler.ToText(Disassembler.Disassemble(bpf)));

        Assert.Equal(("counter", "GPL"), (bpf.Name, bpf.License));
        var flows = bpf.FindMap("flows")!;
        Assert.Equal((MapType.LruHash, 16, 8, 1024, MapFlags.NoCommonLru, true),
            (flows.Type, flows.KeySize, flows.ValueSize, flows.MaxEntries, flows.Flags, flows.PinByName));
        Assert.Equal(new byte[32], bpf.FindMap("counter.bss")!.InitialData);
        Assert.Equal((2, "count"), Assert.Single(bpf.FindMap("steps")!.InitialSlots));
        Assert.Equal(7, bpf.FindMap("tables")!.Inner!.MaxEntries);
        Assert.Equal(new VariableSpec("pairs", "counter.bss", 16, 16, null, false), bpf.Variables[1]);

        var count = bpf.FindProgram("count")!;
        Assert.Equal((ProgramType.Xdp, AttachType.Xdp, true), (count.Type, count.AttachType, count.AutoLoad));
        var later = bpf.FindProgram("later")!;
        Assert.Equal((ProgramType.SchedAction, false, true), (later.Type, later.AutoLoad, later.IsSleepable));
        Assert.Equal(
        [
            new(1, RelocationKind.Map, "flows"),
            new(3, RelocationKind.MapValue, "counter.bss", 8),
            new(5, RelocationKind.MapValue, "counter.bss", 24),
            new(7, RelocationKind.MapValue, "counter.bss", 4),
            new(11, RelocationKind.FunctionAddress, "helper"),
            new(13, RelocationKind.KernelConfiguration, "CONFIG_HZ"),
            new(15, RelocationKind.Call, "helper"),
            new(16, RelocationKind.KernelSymbol, "bpf_rdonly_cast") { IsWeak = true },
        ], count.Function.Relocations);
        Assert.Equal(8, count.Function.Instructions[5].Immediate);
        Assert.Equal(-1, count.Function.Instructions[15].Immediate);

        var inner = bpf.FindFunction("inner")!;
        Assert.Equal(2, inner.SectionOffset);
        Assert.Equal(7, inner.Instructions[0].Immediate);
        Assert.Equal(-4, inner.Instructions[3].Immediate);
    }

    [Fact]
    public void Llvm_spelling_of_symbols_makes_the_same_object()
    {
        var plain = Counter.Replace("prog_array", "program_array");
        var llvm = plain.Replace("map[flows]", "flows ll").Replace("&total", "total ll").Replace("&pairs + 8", "pairs + 8 ll")
            .Replace("subprog[helper]", "helper ll").Replace("kconfig[CONFIG_HZ]", "CONFIG_HZ ll");
        Assert.NotEqual(plain, llvm);
        Assert.Equal(plain, Disassembler.ToText(Disassembler.Disassemble(Assembler.AssembleObject(llvm))));
    }

    [Fact]
    public void Linked_programs_name_functions_and_maps()
    {
        var program = new LinkedProgram
        {
            Spec = new()
            {
                Type = ProgramType.Xdp,
                Function = new() { Name = "main", Section = "xdp", Instructions = [] },
            },
            Instructions = Assembler.Assemble("""
                r1 = map[idx:0]
                r2 = map[idx:1][0] + 8
                call pc+2
                goto pc+0
                exit
                r0 = 0
                exit
                """),
            Functions = [new("main", 0, 7, 0, true), new("helper", 7, 2, 0, false)],
            Maps = [new("flows", MapType.Hash, 4, 8, 1), new("obj.data", MapType.Array, 4, 16, 1)],
            Lines = [new(4, "main.c", 12, 5, "helper();")],
        };
        Assert.Equal("""
            main:
                r1 = map[flows]
                r2 = map[obj.data][0] + 8
                ; main.c:12:5 helper();
                call helper
                goto LBB0_1
            LBB0_1:
                exit
            helper:
                r0 = 0
                exit

            """, Disassembler.ToText(Disassembler.Disassemble(program)));
    }

    [Fact]
    public void Shows_slots_bytes_and_distances_on_demand()
    {
        var code = Assembler.Assemble("if r1 > 15 goto end\nr2 = -1 ll\nend: exit");
        Assert.Equal("""
                   0: 25 01 02 00 0f 00 00 00  if r1 > 0xf goto +0x2
                   1: 18 02 00 00 ff ff ff ff 00 00 00 00 ff ff ff ff  r2 = -0x1 ll
                   3: 95 00 00 00 00 00 00 00  exit

            """, Disassembler.ToText(Disassembler.Disassemble(code.AsSpan(), new()
        {
            Labels = false,
            SlotNumbers = true,
            Bytes = true,
            HexNumbers = true,
        })));
    }

    [Fact]
    public void Tells_registers_numbers_and_symbols_apart()
    {
        var line = Disassembler.Disassemble(Assembler.Assemble("if r1 > 5 goto +0\nexit").AsSpan())[0];
        Assert.Equal(
        [
            new(AssemblyTokenKind.Text, "    "), new(AssemblyTokenKind.Text, "if "), new(AssemblyTokenKind.Register, "r1"),
            new(AssemblyTokenKind.Text, " > "), new(AssemblyTokenKind.Number, "5"), new(AssemblyTokenKind.Text, " goto "),
            new AssemblyToken(AssemblyTokenKind.Label, "LBB0_1"),
        ], line.Tokens);
    }

    [Fact]
    public void An_assembled_program_links_and_is_well_formed()
    {
        var bpf = Assembler.AssembleObject("""
            .license "GPL"
            .map flows hash key=4 value=8 entries=16
            .program main section="xdp"
                *(u32 *)(r10 - 4) = 1
                r1 = map[flows]
                r2 = r10
                r2 += -4
                call bpf_map_lookup_elem
                if r0 == 0 goto none
                r1 = r0
                call bump
            none:
                r0 = 2
                exit
            .function bump
                r2 = 1
                lock *(u64 *)(r1 + 0) += r2
                r0 = 0
                exit
            """);
        var program = Linker.Link(bpf, "main");
        ProgramChecker.Check(program);
        Assert.Equal(["main", "bump"], program.Functions.Select(function => function.Name));
        Assert.Contains("map[flows]", Disassembler.ToText(Disassembler.Disassemble(program)));
    }

    [Fact]
    public void The_page_shows_text_that_is_read()
    {
        var page = File.ReadAllText(Path.Combine(TestData.Root, "docs", "instruction-set.md"));
        var block = page.Split("```").Single(part => part.StartsWith("\n.object", StringComparison.Ordinal));
        ProgramChecker.Check(Linker.Link(Assembler.AssembleObject(block, "page"), "main"));
        foreach (var row in page.Split('\n').SkipWhile(line => !line.StartsWith("| arithmetic", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|')))
        {
            foreach (var text in row.Split('|', 3)[2].Split('`').Where((_, i) => i % 2 == 1))
                Assert.Equal(text, Disassembler.Format(Assembler.Assemble(text).AsSpan()));
        }
    }
}
