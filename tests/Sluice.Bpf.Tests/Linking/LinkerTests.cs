using Sluice.Bpf.Btf.Core;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Objects;

namespace Sluice.Bpf.Tests.Linking;

public class LinkerTests
{
    static readonly BpfInstruction s_exit = new(0x95, 0, 0, 0);

    public static TheoryData<string> Compilers => ObjectFiles.Compilers;

    [Theory, MemberData(nameof(Compilers))]
    public void Puts_called_functions_behind_the_entry(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "subprograms");

        foreach (var program in @object.Programs)
        {
            var linked = Linker.Link(@object, program);

            Assert.Equal(program.Name, linked.Functions[0].Name);
            Assert.True(linked.Functions.Length > 1, program.Name);
            Assert.Equal(linked.Instructions.Length, linked.Functions.Sum(function => function.Length));
            Assert.Equal(linked.Functions.Length, linked.Functions.Select(function => function.Name).Distinct().Count());
            AssertCallsHitFunctions(linked);
            Assert.All(linked.Functions, function => Assert.Equal(function.Start, linked.LineAt(function.Start)!.Value.Instruction));
        }
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Relocates_callbacks_and_maps(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "callbacks");

        var linked = @object.Programs.Select(program => Linker.Link(@object, program)).ToArray();

        Assert.All(linked, AssertCallsHitFunctions);
        Assert.Contains(linked, program => Wide(program, Operation.LoadFunction).Any());
        Assert.All(linked, program => Assert.Equal(program.Maps.Length, program.Maps.Distinct().Count()));
        foreach (var program in linked)
        {
            var indices = Wide(program, Operation.LoadMapByIndex).Concat(Wide(program, Operation.LoadMapValueByIndex))
                .Select(slot => program.Instructions[slot].Immediate).Distinct().Order();
            Assert.Equal(Enumerable.Range(0, program.Maps.Length), indices);
        }
    }

    [Fact]
    public void Links_a_recursive_function_once()
    {
        // r = f(): call f; exit
        var function = Function("f", [new(0x85, 0, 1, 0, -1), s_exit]) with
        {
            Relocations = [new(0, RelocationKind.Call, "f")],
        };
        var linked = Linker.Link(Object(function), Program(function));

        Assert.Equal([new LinkedFunction("f", 0, 2, 0, false)], linked.Functions);
        Assert.Equal(-1, linked.Instructions[0].Immediate);
    }

    [Fact]
    public void Cuts_a_function_where_it_calls_into_itself()
    {
        var function = Function("main", [new(0x85, 0, 1, 0, 1), s_exit, s_exit]);

        var linked = Linker.Link(Object(function), Program(function));

        Assert.Equal(["main", "main+2"], linked.Functions.Select(part => part.Name));
        Assert.Equal([(0, 2), (2, 1)], linked.Functions.Select(part => (part.Start, part.Length)));
    }

    [Fact]
    public void Names_caller_and_callee_of_an_undefined_function()
    {
        var function = Function("f", [new(0x85, 0, 1, 0, -1), s_exit]) with { Relocations = [new(0, RelocationKind.Call, "g")] };

        var error = Assert.Throws<BpfLinkException>(() => Linker.Link(Object(function), Program(function)));

        Assert.Equal("f: f instruction 0: calls function 'g', which the object does not define", error.Message);
        Assert.Equal(("f", "f", 0, "g"), (error.Program, error.Function, error.Instruction, error.Symbol));
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Fills_weak_symbols_with_zero_and_refuses_strong_ones(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "externs");

        var error = Assert.Throws<BpfLinkException>(() => Linker.Link(@object, "use_ksyms"));
        Assert.Equal("netif_receive_skb", error.Symbol);
        Assert.Equal("CONFIG_HZ", Assert.Throws<BpfLinkException>(() => Linker.Link(@object, "use_kconfig")).Symbol);

        var linked = Linker.Link(@object, "use_ksyms", new() { KernelSymbols = new Symbols(0x1234_5678_9abc) });
        Assert.Contains(0x1234_5678_9abcul, Wide(linked, Operation.LoadImmediate64)
            .Select(slot => BpfInstruction.WideImmediate(linked.Instructions.AsSpan(), slot)));
        Assert.Contains(0ul, Wide(linked, Operation.LoadImmediate64)
            .Select(slot => BpfInstruction.WideImmediate(linked.Instructions.AsSpan(), slot)));

        var calls = Linker.Link(@object, "use_kfuncs", new() { KernelSymbols = new Symbols(1) }).Instructions
            .Where(instruction => instruction.Opcode == InstructionSet.CallOpcode).ToArray();
        Assert.Equal([(2, 77, 2), (2, 77, 2), (0, 2_002_000_000, 0)], calls.Select(call => ((int)call.Source, call.Immediate, (int)call.Offset)));

        var typed = Linker.Link(@object, "use_typed_ksym", new() { KernelSymbols = new Symbols(1) }).Instructions;
        var first = typed.Select((instruction, slot) => (instruction, slot)).First(entry => entry.instruction is { IsWide: true, Source: 3 });
        Assert.Equal((66, 3), (first.instruction.Immediate, typed[first.slot + 1].Immediate));
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Applies_CO_RE_where_the_target_is_known(string compiler)
    {
        var @object = ObjectFiles.Load(compiler, "core");
        var target = ObjectFiles.Load(compiler, "core-target").Types;

        foreach (var program in @object.Programs)
        {
            var plain = Linker.Link(@object, program);
            var fitted = Linker.Link(@object, program, new() { TargetTypes = target });

            Assert.Empty(plain.CoreResults);
            Assert.Equal(program.Function.CoreRelocations.Select(relocation => relocation.Instruction),
                fitted.CoreResults.Where(result => result.Relocation.Instruction < program.Function.Instructions.Length)
                    .Select(result => result.Relocation.Instruction));
            Assert.All(fitted.CoreResults, result => Assert.Equal(result.IsPoisoned,
                CoreRelocator.IsPoisoned(fitted.Instructions[result.Relocation.Instruction])));
        }

        Assert.Contains(Linker.Link(@object, "unguarded", new() { TargetTypes = target }).CoreResults, result => result.IsPoisoned);
        Assert.Contains(@object.Programs, program =>
            !Linker.Link(@object, program).Instructions.SequenceEqual(
                Linker.Link(@object, program, new() { TargetTypes = target }).Instructions));
    }

    [Fact]
    public void Lists_the_programs_when_asked_for_another()
    {
        var function = Function("f", [s_exit]);

        var error = Assert.Throws<ArgumentException>(() => Linker.Link(Object(function), "g"));

        Assert.StartsWith("test: found no program 'g': it has f", error.Message, StringComparison.Ordinal);
    }

    static FunctionSpec Function(string name, BpfInstruction[] instructions) =>
        new() { Name = name, Section = "xdp", Instructions = [.. instructions] };

    static ProgramSpec Program(FunctionSpec function) => new() { Function = function, Type = ProgramType.Xdp };

    static BpfObject Object(FunctionSpec function) => new() { Name = "test", Programs = [Program(function)] };

    static IEnumerable<int> Wide(LinkedProgram program, Operation operation) => Enumerable.Range(0, program.Instructions.Length)
        .Where(slot => program.Instructions[slot].IsWide && InstructionSet.Find(program.Instructions[slot])?.Operation == operation);

    static void AssertCallsHitFunctions(LinkedProgram program)
    {
        var starts = program.Functions.Select(function => function.Start).ToHashSet();
        for (var slot = 0; slot < program.Instructions.Length; slot++)
        {
            var instruction = program.Instructions[slot];
            if (InstructionSet.Find(instruction)?.Operation is Operation.CallLocal or Operation.LoadFunction)
                Assert.Contains(slot + 1 + instruction.Immediate, starts);
            if (instruction.IsWide)
                slot++;
        }
    }

    sealed class Symbols(ulong address) : IKernelSymbols
    {
        public ulong? FindAddress(string name) => name.StartsWith("sluice_absent", StringComparison.Ordinal) ? null : address;

        public KernelTypeReference? FindVariable(string name) => new(66, Module: 3);

        public KernelTypeReference? FindFunction(string name) =>
            name.StartsWith("sluice_absent", StringComparison.Ordinal) ? null : new(77, Module: 2);
    }
}
