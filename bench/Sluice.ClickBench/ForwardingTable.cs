using Sluice.ChainBench;

namespace Sluice.ClickBench;

/// <summary>Frames of 64 bytes from memory, on one thread.</summary>
static class ForwardingTable
{
    // The aim is 1.5 times Click in C++ where it was measured; millions a second.
    static readonly (string Name, string Text, double Aim)[] s_configurations =
    [
        ("empty", "source → discard", double.NaN),
        ("classifier", "source → classifier → discard", 25),
        ("classifier-counter", "source → classifier → counter → discard", 12.6),
        ("filter-counter", "source → strip → check → filter → counter → discard", 12.7),
        ("queue", "source → queue → unqueue → discard", double.NaN),
        ("ip-router", "IP router", 2),
        ("nat", "NAT of 256 flows", double.NaN),
    ];

    public static void Write(Report report, int rounds, TimeSpan time)
    {
        var graphs = new List<(string Text, double Aim, Graph Graph)>();
        foreach (var (name, text, aim) in s_configurations)
        {
            if (Graph.Knows(name, out var missing))
                graphs.Add((text, aim, new Graph(name)));
            else
                Console.Error.WriteLine($"{text}: not measured: {missing}");
        }

        var figures = new Rounds(rounds) { WarmUp = 2 }.Take([.. graphs.Select(entry =>
            (Func<double>)(() => entry.Graph.PacketsPerSecond("source.count", time)))]);
        report.Begin("frames of 64 bytes from memory", "configuration", "Mpps", "best", "ns a packet", "aim, Mpps");
        for (var i = 0; i < graphs.Count; i++)
        {
            var (median, best) = (Rounds.Median(figures[i]), figures[i].Max());
            report.Row(graphs[i].Text, median / 1e6, best / 1e6, 1e9 / median, graphs[i].Aim);
            graphs[i].Graph.Dispose();
        }
    }
}
