using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Tests.Execution;

/// <summary>Functions in the place of their calls do what they did.</summary>
public sealed class InlinedFunctionTests
{
    const int Functions = 4;

    static readonly string[] s_operators = ["+=", "-=", "*=", "^=", "|=", "&="];

    [Fact]
    public void Random_functions_do_in_place_what_they_did_when_called()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SLUICE_SEED"), out var given) ? given : Random.Shared.Next();
        var shorter = 0;
        for (var round = 0; round < 300; round++)
        {
            var random = new Random(seed + round);
            var text = Text(random);
            var called = Assembler.AssembleObject(text);
            var inlined = FunctionInliner.Inline(called, (_, _) => random.Next(5) > 0);
            shorter += called.Functions.Length - inlined.Functions.Length;
            foreach (var length in new[] { 14, 60, 1500 })
                Assert.True(Run(called, length) == Run(inlined, length), $"seed {seed + round}, {length} bytes: results differ\n{text}");
        }

        Assert.True(shorter > 100, $"seed {seed}: only {shorter} functions stand in the place of all their calls");
    }

    [Fact]
    public void The_callers_registers_survive_even_where_all_four_matter()
    {
        var inlined = Inline("""
            .program main section="xdp"
            r6 = 1
            r7 = 20
            r8 = 300
            r9 = 4000
            *(u64 *)(r10 - 8) = r9
            r2 = 5
            call busy
            r0 += r6
            r0 += r7
            r0 += r8
            r0 += r9
            r1 = *(u64 *)(r10 - 8)
            r0 += r1
            exit

            .function busy
            r6 = r2
            r7 = 70000
            *(u64 *)(r10 - 8) = r7
            r8 = r10
            r8 += -8
            r9 = *(u64 *)(r8 + 0)
            if r6 != 5 goto odd
            r0 = r9
            exit
            odd:
            r0 = 0
            exit
            """);

        Assert.Empty(inlined.Functions);
        Assert.Equal(78_321UL, Run(inlined, 14));
    }

    [Theory]
    [InlineData("call itself", "call f\nexit")]
    [InlineData("end in a tail call", "r2 = map[steps]\nr3 = 0\ncall bpf_tail_call\nr0 = 0\nexit")]
    [InlineData("use the frame pointer as a number", "r0 = 1\nr0 += r10\nexit")]
    [InlineData("keep an address of their stack in memory", "r0 = r10\nr0 += -8\n*(u64 *)(r10 - 16) = r0\nr1 = *(u64 *)(r10 - 16)\n*(u64 *)(r1 - 100) = 1\nr0 = 0\nexit")]
    [InlineData("have two addresses in one register", "r0 = r10\nif r2 == 0 goto b\nr0 += -8\ngoto c\nb:\nr0 += -16\nc:\n*(u64 *)(r0 + 0) = 1\nr0 = 0\nexit")]
    [InlineData("take more stack than is left", "*(u64 *)(r10 - 512) = 0\nr0 = 0\nexit")]
    public void Functions_stay_that(string what, string body)
    {
        var inlined = Inline($".map steps program_array key=4 value=4 entries=1\n.program main section=\"xdp\"\nr2 = 0\ncall f\nexit\n\n.function f\n{body}\n");

        Assert.True(inlined.Functions.Length == 1, $"functions that {what} are to stay functions");
        Assert.Contains(inlined.Programs[0].Function.Relocations, relocation => relocation is { Kind: RelocationKind.Call, Symbol: "f" });
    }

    [Fact]
    public void What_a_function_names_and_where_it_comes_from_goes_with_it()
    {
        var spec = Assembler.AssembleObject("""
            .map counts array key=4 value=8 entries=1
            .program main section="xdp"
            r6 = 7
            call f
            r0 = r6
            exit

            .function f
            r1 = 0
            r1 = map[counts]
            r0 = 0
            exit
            """);
        var (main, called) = (spec.Programs[0], spec.Functions[0]);
        spec = spec with
        {
            Programs = [main with { Function = main.Function with { Lines = [new(0, "main.c", 1, 0, ""), new(1, "main.c", 2, 0, "")] } }],
            Functions = [called with { Lines = [new(0, "f.c", 10, 0, ""), new(1, "f.c", 11, 0, "")] }],
        };

        var function = FunctionInliner.Inline(spec, (_, _) => true).Programs[0].Function;

        Assert.Equal([new Relocation(2, RelocationKind.Map, "counts")], function.Relocations);
        Assert.Equal([(0, "main.c", 1), (1, "f.c", 10), (2, "f.c", 11), (5, "main.c", 2)], function.Lines.Select(line => (line.Instruction, line.File, line.Line)));
        Assert.Equal([Operation.Move, Operation.Move, Operation.LoadMapByIndex, Operation.Move, Operation.Move, Operation.Exit], function.Instructions
            .Where(instruction => instruction.Opcode != 0).Select(instruction => InstructionSet.Find(instruction)!.Operation)
            .Select(operation => operation == Operation.LoadImmediate64 ? Operation.LoadMapByIndex : operation));
    }

    static BpfObject Inline(string text) => FunctionInliner.Inline(Assembler.AssembleObject(text), (_, _) => true);

    static ulong Run(BpfObject spec, int length)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = ExecutionMode.Interpret });
        using var live = runtime.Load(spec);
        return live.Programs["main"].Run(new byte[length]).ReturnValue;
    }

    // Functions of four numbers that keep all they have in r6 to r9 and on the stack, return early, and call those behind them.
    static string Text(Random random)
    {
        var text = new StringBuilder(".program main section=\"xdp\"\nr2 = *(u32 *)(r1 + 4)\nr3 = *(u32 *)(r1 + 0)\nr2 -= r3\nr3 = 17\nr4 = -5\nr5 = 1000\n");
        Body(text, random, 0);
        for (var function = 1; function <= Functions; function++)
        {
            text.Append($"\n.function f{function}\n");
            Body(text, random, function);
        }

        return text.ToString();
    }

    static void Body(StringBuilder text, Random random, int function)
    {
        string Kept() => $"r{random.Next(6, 10)}";
        int Slot() => -8 * random.Next(1, 5);
        for (var register = 6; register <= 9; register++)
            text.Append($"r{register} = r{register - 4}\n*(u64 *)(r10 - {8 * (register - 5)}) = r{register}\n");
        for (var step = 0; step < random.Next(4, 16); step++)
        {
            switch (random.Next(7))
            {
                case 0:
                    text.Append($"{Kept()} {s_operators[random.Next(s_operators.Length)]} {Kept()}\n");
                    break;
                case 1:
                    text.Append($"{Kept()} {s_operators[random.Next(s_operators.Length)]} {random.Next(-100, 100)}\n");
                    break;
                case 2:
                    text.Append($"*(u64 *)(r10 - {-Slot()}) = {Kept()}\n");
                    break;
                case 3:
                    text.Append($"{Kept()} = *(u64 *)(r10 - {-Slot()})\n");
                    break;
                case 4:
                    text.Append($"r1 = r10\nr1 += {Slot()}\n{Kept()} = *(u64 *)(r1 + 0)\n");
                    break;
                case 5:
                    text.Append($"if {Kept()} s> {random.Next(-50, 50)} goto l{function}_{step}\nr0 = {Kept()}\nexit\nl{function}_{step}:\n");
                    break;
                case 6 when function < Functions:
                    text.Append($"r2 = {Kept()}\nr3 = {Kept()}\nr4 = {Kept()}\nr5 = {random.Next(1000)}\ncall f{random.Next(function + 1, Functions + 1)}\n{Kept()} = r0\n");
                    break;
            }
        }

        text.Append($"r0 = r6\nr0 ^= r7\nr0 += r8\nr0 ^= r9\nr1 = *(u64 *)(r10 - {-Slot()})\nr0 += r1\nexit\n");
    }
}
