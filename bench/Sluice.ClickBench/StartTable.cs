using System.Diagnostics;
using System.Globalization;
using Sluice.ChainBench;

namespace Sluice.ClickBench;

/// <summary>From the start of a process to its first packet, and the memory that it has after ten thousand.</summary>
static class StartTable
{
    const int Packets = 10_000;

    static readonly string[] s_configurations = ["empty", "filter-counter", "ip-router", "nat"];

    /// <summary>In a process of its own: runs a configuration, and says how long it took and what memory it has.</summary>
    public static int Start(string name)
    {
        using var graph = new Graph(name);
        using var watch = new Timer(_ =>
        {
            if (graph.Count("source.count") >= Packets)
                graph.Driver.Stop();
        }, null, 0, 1);
        graph.Driver.Write("source.limit", Packets.ToString(CultureInfo.InvariantCulture));
        graph.Driver.RunUntilIdle();
        var started = DateTime.Now - Process.GetCurrentProcess().StartTime;
        var memory = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim();
        Console.WriteLine($"{started.TotalMilliseconds} {memory}");
        return 0;
    }

    public static void Write(Report report, int runs)
    {
        report.Begin("a process of the benchmark's own, compiled as it runs", "configuration", "ms to 10 000 packets", "MB");
        foreach (var name in s_configurations)
        {
            if (!Graph.Knows(name, out _))
                continue;
            var figures = Enumerable.Range(0, runs).Select(_ => Run(name)).ToList();
            report.Row(name, Rounds.Median(figures.Select(static f => f.Milliseconds)), Rounds.Median(figures.Select(static f => f.Kilobytes)) / 1024);
        }
    }

    static (double Milliseconds, double Kilobytes) Run(string name)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["start", name]) { RedirectStandardOutput = true })!;
        var words = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
