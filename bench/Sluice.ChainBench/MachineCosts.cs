using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;
using Sluice.Kernel;

namespace Sluice.ChainBench;

/// <summary>What the VM costs: at the start of a packet, for a call, for an instruction; and to be loaded.</summary>
sealed class MachineCosts(Measures measures)
{
    const string Loader = "ip6_simple_classifier", Nothing = "hike_tailcall_do_stuff", Pass = "hike_pass";

    const int Many = 64;

    static readonly string[] s_functions = [Pass, Nothing];

    /// <summary>Measures, and prints a table.</summary>
    public void Print()
    {
        Console.WriteLine("\n## The VM\n\n| what | ns |\n|---|--:|");
        var direct = Direct();
        using var engine = new KernelEngine();
        var loads = new List<double>();
        for (var round = 0; round < measures.Rounds; round++)
        {
            using var another = engine.Load(Interpreter("vm", counts: true));
            var clock = Stopwatch.StartNew();
            using var loaded = engine.Load(Interpreter("vm", counts: true));
            loads.Add(clock.Elapsed.TotalMilliseconds);
        }

        foreach (var (name, machine, counts) in new[] { ("VM", "vm", true), ("VM, counters off", "vm", false), ("VM of kernels before 6.9", "vm-bounded", true) })
        {
            using var live = engine.Load(Interpreter(machine, counts));
            var table = new ChainTable(live.Maps[MachineLayout.ChainMap], live.Maps[MachineLayout.CodeMap], () => { });
            live.Maps["ipv6_simple_classifier_map"].Update(new byte[4], [1, 0, 0, 0]);
            double Time(string text)
            {
                table.Replace([WordCompiler.Compile(1, "bench", Assembler.Assemble(text).AsSpan(), 0, new(number => (int)number, _ => null))]);
                return measures.Time(live.Programs[Loader], 2);
            }

            const string pass = "r1 = 0\ncall 4352\nexit\n";
            var empty = Time(pass);
            var calls = Time(Repeat("r1 = 1\ncall 4352\n") + pass);
            var instructions = Time("r6 = 1\nr7 = 1\n" + Repeat("r6 += r7\nif r6 == 0 goto +0\n") + pass);
            using var plain = engine.Load(direct);
            plain.Maps["ipv6_simple_classifier_map"].Update(new byte[4], [1, 0, 0, 0]);
            var alone = measures.Time(plain.Programs[Loader], 2);
            Console.WriteLine($"| {name}: fixed, with one call | {empty - alone:0.0} |");
            Console.WriteLine($"| {name}: a call of a function | {(calls - empty) / Many:0.00} |");
            Console.WriteLine($"| {name}: an instruction | {(instructions - empty) / (2 * Many):0.00} |");
        }

        loads.Sort();
        Console.WriteLine($"\nThe VM with a loader and {s_functions.Length} functions loads in {loads[loads.Count / 2]:0.0} ms (composing, types, maps and the kernel's verifier).");
    }

    static string Repeat(string text) => new StringBuilder().Insert(0, text, Many).ToString();

    // The loader with the function in the place of the chain.
    static BpfObject Direct()
    {
        var composer = new ObjectComposer("direct");
        var loader = composer.Add(Bodies.Loader(Loader), Bodies.Options("loaders"));
        _ = loader;
        composer.Add(Bodies.Function("hike_default", Pass), Bodies.Options("hike_default"));
        var vm = Bodies.Machine("vm");
        var prototype = (BtfFunctionPrototype)((BtfFunction)vm.Types![vm.FindFunction("sluice_chain")!.TypeId]).Prototype;
        composer.AddFunction(new()
        {
            Name = "sluice_chain",
            Section = ".text",
            IsGlobal = true,
            Instructions = Assembler.Assemble("call +0\nexit"),
            Relocations = [new(0, RelocationKind.Call, Pass)],
        }, prototype);
        return composer.Build(onlyReached: true);
    }

    static BpfObject Interpreter(string machine, bool counts)
    {
        var composer = new ObjectComposer("vm");
        var vm = Bodies.Machine(machine);
        composer.Add(FunctionDispatch.Connect(vm, [.. s_functions.Select(function => (function, ImmutableArray<int>.Empty))]), Bodies.Options("vm"));
        composer.Add(Bodies.Loader(Loader), Bodies.Options("loaders"));
        foreach (var function in s_functions)
            composer.Add(Bodies.Function("hike_default", function), Bodies.Options("hike_default"));
        return composer.Build(onlyReached: true).WithText(MachineLayout.Settings, $$"""{"budget": 100000, "counts": {{(counts ? 1 : 0)}}, "times": 0}""");
    }
}
