using System.Diagnostics;
using Sluice.ChainBench;

namespace Sluice.ClickBench;

/// <summary>A whole new configuration in the place of the one that runs, under a million packets a second.</summary>
static class SwapTable
{
    public static void Write(Report report, int swaps)
    {
        if (!Graph.Knows("swap", out var missing))
        {
            Console.Error.WriteLine($"swap: not measured: {missing}");
            return;
        }

        using var graph = new Graph("swap");
        var run = new Thread(() => graph.Driver.Run()) { IsBackground = true };
        run.Start();
        var (total, standing, gaps) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = -swaps / 5; i < swaps; i++)
        {
            Thread.Sleep(10);
            graph.Driver.Invoke(() => Sink(graph).Reset());
            Thread.Sleep(2);
            var start = Stopwatch.GetTimestamp();
            var next = graph.Make();
            var made = Stopwatch.GetTimestamp();
            graph.Driver.Swap(next);
            var swapped = Stopwatch.GetTimestamp();
            Thread.Sleep(2);
            if (i < 0)
                continue;
            total.Add(Stopwatch.GetElapsedTime(start, swapped).TotalMilliseconds);
            standing.Add(Stopwatch.GetElapsedTime(made, swapped).TotalMilliseconds);
            gaps.Add(graph.Driver.Invoke(() => Sink(graph).Longest) / 1e6);
        }

        graph.Driver.Stop();
        run.Join();
        var lost = graph.Count("counter.count") - Sink(graph).Count - graph.Count("q.length");
        report.Begin("hot swaps under 1 million packets a second, ms", "", "median", "p99", "most");
        Row("from text to running", total);
        Row("from asking for the threads to their going on", standing);
        Row("longest time between two batches", gaps);
        report.Begin("packets lost in all swaps", "", "packets");
        report.Row($"{swaps} swaps", lost);

        void Row(string name, List<double> figures)
        {
            figures.Sort();
            report.Row(name, Rounds.Median(figures), figures[(int)(figures.Count * 0.99)], figures[^1]);
        }
    }

    static GapSink Sink(Graph graph) => (GapSink)graph.Driver.Router.Find("sink")!;
}
