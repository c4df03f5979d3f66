using System.Globalization;
using Sluice.ChainBench;

namespace Sluice.ClickBench;

/// <summary>How long packets take through a graph, at several rates.</summary>
static class LatencyTable
{
    static readonly int[] s_rates = [100_000, 1_000_000, 4_000_000];

    public static void Write(Report report, TimeSpan time)
    {
        if (!Graph.Knows("latency", out var missing))
        {
            Console.Error.WriteLine($"latency: not measured: {missing}");
            return;
        }

        report.Begin("from source to sink, µs", "packets a second", "median", "p90", "p99", "p99.9", "most");
        foreach (var rate in s_rates)
        {
            using var graph = new Graph("latency", new() { ["rate"] = rate.ToString(CultureInfo.InvariantCulture) });
            var sink = (LatencySink)graph.Driver.Router.Find("sink")!;
            _ = graph.PacketsPerSecond("source.count", TimeSpan.FromSeconds(1));
            _ = sink.Take();
            _ = graph.PacketsPerSecond("source.count", time);
            var times = sink.Take();
            report.Row(rate.ToString("N0", CultureInfo.InvariantCulture), At(0.5), At(0.9), At(0.99), At(0.999), times[^1] / 1e3);

            double At(double part) => times[(int)(times.Length * part)] / 1e3;
        }
    }
}
