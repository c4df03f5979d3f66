using System.Diagnostics;
using System.Globalization;
using Sluice.ChainBench;
using Sluice.Click.Programs;
using Sluice.Verifier.Attestations;

namespace Sluice.ClickBench;

/// <summary>Elements that are eBPF programs against the built-in elements that do the same, and what replacing a program costs.</summary>
static class ProgramTable
{
    const string Folder = "examples";

    // What is compared, in a graph of its own: source → it → discard; and the built-in element that it is compared with.
    static readonly (string What, string Element, string BuiltIn)[] s_elements =
    [
        ("nothing", "program-none", ""),
        ("target port: Strip, MarkIPHeader, IPFilter", "program-ipfilter", ""),
        ("target port: BPFFilter", "program-filter", "program-ipfilter"),
        ("target port: BPFFilter, interpreted", "program-filter-interpreted", "program-ipfilter"),
        ("round robin: RoundRobinSwitch", "program-switch", ""),
        ("round robin: BPFClassifier", "program-classifier", "program-switch"),
        ("Ethernet header off: StripEtherVLANHeader", "program-strip", ""),
        ("Ethernet header off: BPFRewriter", "program-rewriter", "program-strip"),
    ];

    static readonly string[] s_objects = ["click-chain/target-port", "click-chain/round-robin", "click-rewrite/strip-ether-vlan", "click-migration/counter-v1", "click-migration/counter-v2"];

    /// <summary>Measures elements in turns, each time in a process of its own: the runtime optimises a router for what it has seen there.</summary>
    public static void Write(Report report, int rounds, TimeSpan time)
    {
        var figures = new Rounds(rounds).Take([.. s_elements.Select(entry => (Func<double>)(() => RateOfProcess(entry.Element, time)))]);
        report.Begin("eBPF elements and built-in ones, frames of 64 bytes from memory", "element", "Mpps", "best", "ns a packet", "time, to the built-in one");
        for (var i = 0; i < s_elements.Length; i++)
        {
            var median = Rounds.Median(figures[i]);
            report.Row(s_elements[i].What, median / 1e6, figures[i].Max() / 1e6, 1e9 / median,
                s_elements[i].BuiltIn is { Length: > 0 } other
                    ? Rounds.Ratio(figures[Array.FindIndex(s_elements, entry => entry.Element == other)], figures[i])
                    : double.NaN);
        }
    }

    /// <summary>In a process of its own: says how many packets a second a configuration takes.</summary>
    public static int Rate(string element, TimeSpan time)
    {
        using var programs = new Programs();
        using var graph = new Graph(element, null, programs.Host);
        // Until the runtime has compiled it for the last time.
        for (var round = 0; round < 4; round++)
            _ = graph.PacketsPerSecond("source.count", TimeSpan.FromMilliseconds(300));
        Console.WriteLine(graph.PacketsPerSecond("source.count", time).ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    static double RateOfProcess(string element, TimeSpan time)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["rate", element, time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        var rate = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(rate, CultureInfo.InvariantCulture);
    }

    /// <summary>Replaces a program again and again under full load.</summary>
    public static void WriteReplacing(Report report, int count)
    {
        report.Begin("replacing a program under load", "what", "first, µs", "median, µs", "p99, µs",
            "processor time, median, µs", "p99, µs", "longest gap between packets, µs", "packets lost");
        foreach (var (what, name, files) in new[]
        {
            ("a filter by itself, with its map", "program-replaced", new[] { "counter-v1.bpf.o" }),
            ("a filter by one that migrates, and back", "program-replaced", ["counter-v2.bpf.o", "counter-v1.bpf.o"]),
        })
        {
            using var programs = new Programs();
            using var graph = new Graph(name, null, programs.Host);
            var sink = (GapSink)graph.Driver.Router.Find("sink")!;
            var (times, work) = (new List<double>(), new List<double>());
            var change = new Thread(() =>
            {
                for (var i = 0; i < count; i++)
                {
                    Thread.Sleep(2);
                    var (start, worked) = (Stopwatch.GetTimestamp(), ThreadTime.Seconds);
                    graph.Driver.Write("f.reconfigure", $"FILE {files[i % files.Length]}");
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                    work.Add((ThreadTime.Seconds - worked) * 1e6);
                }

                graph.Driver.Stop();
            });
            change.Start();
            graph.Driver.Run();
            change.Join();
            var first = times[0];
            times.Sort();
            work.Sort();
            report.Row(what, first, times[times.Count / 2], times[times.Count * 99 / 100], work[work.Count / 2], work[work.Count * 99 / 100],
                sink.Longest / 1e3, graph.Count("source.count") - sink.Count);
        }
    }

    // The examples' objects in a folder, signed with a key of the run's own.
    sealed class Programs : IDisposable
    {
        readonly string _folder = Directory.CreateTempSubdirectory("click-bench-").FullName;

        public Programs()
        {
            var (privateKey, publicKey) = TrustedKey.Generate();
            foreach (var path in s_objects)
            {
                var name = Path.GetFileName(path) + ".bpf.o";
                File.Copy(Path.Combine(Folder, path + ".bpf.o"), Path.Combine(_folder, name));
                File.WriteAllBytes(Path.Combine(_folder, name + ProgramPolicy.AttestationEnding),
                    Attestation.Sign(File.ReadAllBytes(Path.Combine(_folder, name)), name, privateKey, DateTimeOffset.UtcNow));
            }

            Host = new ProgramHost(new ProgramPolicy { Keys = [new TrustedKey(publicKey)] }, folder: _folder);
        }

        public ProgramHost Host { get; }

        public void Dispose()
        {
            Host.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
