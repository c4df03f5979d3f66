using System.Diagnostics;
using System.Globalization;
using Sluice.Bpf.Objects;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Kernel;
using Sluice.Kernel.Loading;

namespace Sluice.ChainBench;

/// <summary>What a script takes until the kernel has it: compiling, composing, and the kernel's own part.</summary>
static class LoadTable
{
    /// <summary>Measures.</summary>
    public static void Write(Report report, Testbed testbed, Rounds rounds)
    {
        using var talkative = new KernelEngine(new() { LogLevel = VerifierLogLevel.Statistics });
        report.Begin("Loading, ms", "chains", "script to code", "composing", "kernel", "instructions verified");
        foreach (var scenario in Scenario.All.DistinctBy(scenario => scenario.Name))
        {
            var unit = scenario.Compile();
            Load($"{scenario.Name}, compiled", () => ChainComposer.Compose(unit, PackageCatalogue.Shipped).Object);
            Load($"{scenario.Name}, compiled, functions apart", () => ChainComposer.Compose(unit, PackageCatalogue.Shipped, isInlined: false).Object);
            Load($"{scenario.Name}, interpreted", () => MachineComposer.Compose(unit, PackageCatalogue.Shipped).Chains.Object);

            void Load(string name, Func<BpfObject> compose)
            {
                var composed = compose();
                var figures = rounds.Take(() => Time(() => scenario.Compile()), () => Time(() => compose()), () => Time(() => testbed.Engine.Load(composed).Dispose()));
                using var loaded = talkative.Load(composed);
                report.Row(name, [.. figures.Select(Rounds.Median), Verified(loaded)]);
            }
        }
    }

    static double Time(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    // "processed 1234 insns (limit 1000000) ...": kernel/bpf/verifier.c, print_verification_stats.
    static double Verified(KernelCollection loaded)
    {
        var words = loaded.Programs.Values.First().VerifierLog.Split(' ', '\n');
        var at = Array.LastIndexOf(words, "processed");
        return at < 0 ? double.NaN : double.Parse(words[at + 1], CultureInfo.InvariantCulture);
    }
}
