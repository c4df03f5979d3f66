using Sluice.Kernel.Programs;

namespace Sluice.ChainBench;

/// <summary>What a packet costs in each variant, without what it costs to make it anew for each run.</summary>
static class PacketTable
{
    /// <summary>Measures.</summary>
    public static void Write(Report report, Testbed testbed, Rounds rounds, int repeat)
    {
        foreach (var scenario in Scenario.All)
        {
            var variants = Variant.Load(testbed.Engine, scenario);
            Agreement.Require(scenario, variants, testbed.Context);
            var packet = scenario.Packet;
            using var frames = testbed.FramesFor(packet);
            using var process = new InProcess(testbed, scenario);
            Func<double>[] measures =
            [
                () => TestRun(frames.Programs["nothing"]),
                .. variants.Select<Variant, Func<double>>(variant => () => TestRun(variant.Program)),
                () => process.Nothing(repeat),
                () => process.Run(repeat),
            ];
            var figures = rounds.Take(measures);
            var names = variants.Select(variant => variant.Name).ToArray();
            var times = Enumerable.Range(1, variants.Count).Select(at => Less(figures[at], figures[0])).ToArray();
            report.Begin($"{scenario.Title}: a packet", "variant", "ns", "to one program by hand");
            for (var at = 0; at < names.Length; at++)
                report.Row(names[at], Rounds.Median(times[at]), Rounds.Ratio(times[at], times[0]));
            var inside = Less(figures[^1], figures[^2]);
            report.Row("in process", Rounds.Median(inside), Rounds.Ratio(inside, times[0]));
            foreach (var variant in variants)
                variant.Dispose();

            double TestRun(KernelProgram program)
            {
                frames.Maps["target"].SetEntry(new byte[sizeof(uint)], program);
                var result = frames.Programs["run"].Repeat(packet, repeat, testbed.Context);
                if (program != frames.Programs["nothing"] && result.ReturnValue != scenario.Verdict)
                    throw new InvalidOperationException($"{scenario.Title}, {program.Spec.Name}: found verdict {result.ReturnValue}, expected {scenario.Verdict}");
                return result.Nanoseconds;
            }
        }
    }

    static double[] Less(double[] figures, double[] nothing) => [.. figures.Zip(nothing, (all, none) => all - none)];
}
