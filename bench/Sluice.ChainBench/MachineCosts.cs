using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Chains.Deployment;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;
using Sluice.Kernel;

namespace Sluice.ChainBench;

/// <summary>What the VM costs: at the start of a packet, for a call, for an instruction; and to be loaded.</summary>
static class MachineCosts
{
    const string Loader = "ip6_simple_classifier", LoaderMap = "ipv6_simple_classifier_map", Nothing = "hike_tailcall_do_stuff", Pass = "hike_pass";

    const uint Passed = 2;

    const int Many = 64;

    const string End = "r1 = 0\ncall 4352\nexit\n";

    static readonly string[] s_functions = [Pass, Nothing];

    static readonly string[] s_chains = [End, Repeat("r1 = 1\ncall 4352\n") + End, "r6 = 1\nr7 = 1\n" + Repeat("r6 += r7\nif r6 == 0 goto +0\n") + End];

    /// <summary>Measures.</summary>
    public static void Write(Report report, Testbed testbed, Rounds rounds, int repeat)
    {
        var packet = Scenario.All[0].Packet;
        using var direct = testbed.Engine.Load(Direct());
        Configure(direct);
        report.Begin("The VM, ns", "VM", "a packet, with one call", "a call", "an instruction");
        foreach (var (name, machine, counts, isInlined) in new[]
        {
            ("VM", MachineComposer.Endless, true, true), ("VM, counters off", MachineComposer.Endless, false, true),
            ("VM, all functions apart", MachineComposer.Endless, true, false), ("VM of kernels before 6.9", MachineComposer.Bounded, true, false),
        })
        {
            using var live = testbed.Engine.Load(Interpreter(machine, counts, isInlined));
            Configure(live);
            using var table = new ChainTable(live.Maps[MachineLayout.ChainMap], live.Maps[MachineLayout.CodeMap], () => { });
            var figures = rounds.Take([() => Time(direct), .. s_chains.Select(text => (Func<double>)(() => Chain(text)))]);
            report.Row(name, Rounds.Median(Difference(1, 0)), Rounds.Median(Difference(2, 1)) / Many, Rounds.Median(Difference(3, 1)) / (2 * Many));

            double Chain(string text)
            {
                table.Replace([WordCompiler.Compile(1, "bench", Assembler.Assemble(text).AsSpan(), 0, new(number => (int)number, _ => null))]);
                return Time(live);
            }

            IEnumerable<double> Difference(int more, int less) => figures[more].Zip(figures[less], (one, other) => one - other);
        }

        var composed = Interpreter(MachineComposer.Endless, counts: true, isInlined: true);
        var loads = rounds.Take([() => Load(() => composed), () => Load(() => Interpreter(MachineComposer.Endless, counts: true, isInlined: true))]);
        report.Begin($"Loading the VM with a loader and {s_functions.Length} functions, ms", "what", "ms");
        report.Row("types, maps and the kernel's verifier", Rounds.Median(loads[0]));
        report.Row("composing, too", Rounds.Median(loads[1]));

        double Time(KernelCollection live)
        {
            var result = live.Programs[Loader].Repeat(packet, repeat, testbed.Context);
            return result.ReturnValue == Passed ? result.Nanoseconds : throw new InvalidOperationException($"found verdict {result.ReturnValue}, expected {Passed}");
        }

        double Load(Func<BpfObject> compose)
        {
            var began = Stopwatch.GetTimestamp();
            using var loaded = testbed.Engine.Load(compose());
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
    }

    static void Configure(KernelCollection live) => live.Maps[LoaderMap].Update(new byte[sizeof(uint)], BitConverter.GetBytes(1u));

    static string Repeat(string text) => new StringBuilder().Insert(0, text, Many).ToString();

    // The loader with the function in the place of the chain.
    static BpfObject Direct()
    {
        var composer = new ObjectComposer("direct");
        composer.Add(Bodies.Loader(Loader), Bodies.Options("loaders"));
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
        return FunctionInliner.Inline(composer.Build(onlyReached: true), static (function, _) => !function.IsWeak);
    }

    static BpfObject Interpreter(string machine, bool counts, bool isInlined)
    {
        var composer = new ObjectComposer("vm");
        var vm = Bodies.Machine(machine);
        composer.Add(FunctionDispatch.Connect(vm, [.. s_functions.Select(function => new DispatchedFunction(function, ImmutableArray<int>.Empty))]), Bodies.Options("vm"));
        composer.Add(Bodies.Loader(Loader), Bodies.Options("loaders"));
        foreach (var function in s_functions)
            composer.Add(Bodies.Function("hike_default", function), Bodies.Options("hike_default"));
        var composed = composer.Build(onlyReached: true);
        if (isInlined)
            composed = MachineComposer.Inline(composed, s_functions.ToHashSet(StringComparer.Ordinal));
        return composed.WithText(MachineLayout.Settings, $$"""{"budget": 100000, "counts": {{(counts ? 1 : 0)}}, "times": 0}""");
    }
}
