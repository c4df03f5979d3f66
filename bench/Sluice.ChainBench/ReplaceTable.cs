using System.Diagnostics;
using Sluice.Bpf.Diagnostics;
using Sluice.Bpf.Engine;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Cli.Chains;
using Sluice.Kernel.Links;

namespace Sluice.ChainBench;

/// <summary>How long it takes from an edited script to its chains under traffic, in a process that lives on, and what is lost meanwhile.</summary>
static class ReplaceTable
{
    const string Path = "ddos.eclat", Loader = "ip6_simple_classifier", Counter = "map_pcpu_mon";

    /// <summary>What the chain counts for each frame of <see cref="Scenario.Packet"/>.</summary>
    const uint Dropped = 1;

    /// <summary>Measures.</summary>
    public static void Write(Report report, Testbed testbed, Rounds rounds, int frames)
    {
        var scenario = Scenario.All.Single(scenario => scenario is { Name: "ddos", IsDecided: true });
        var packet = scenario.Packet;
        using var around = testbed.FramesFor(packet);
        testbed.Front.Detach();
        report.Begin("From an edited script to live", "tier", "ms, no traffic", "ms, under traffic", "times replaced", "frames", "lost");
        foreach (var (name, tier) in new[] { ("interpreted", ChainTier.Interpreted), ("compiled", ChainTier.Compiled) })
        {
            var pins = $"/sys/fs/bpf/sluice-bench-{Environment.ProcessId}";
            var host = new KernelChainHost(pins, "ddos");
            var deployment = new ChainDeployment(host, PackageCatalogue.Shipped);
            var edit = 0;
            deployment.Attach(Compile(0), Path, [new(Loader, "a1", "xdpdrv")], tier);
            try
            {
                var idle = rounds.Take([Replace])[0];
                var (before, refused) = (Counted(), Refused());
                var busy = new List<double>();
                var sending = Task.Run(() => around.Programs["send"].SendLive(packet, frames, Testbed.Index("a0")));
                while (!sending.IsCompleted)
                    busy.Add(Replace());
                sending.Wait();
                var lost = frames - (Counted() - before) - (Refused() - refused);
                report.Row(name, Rounds.Median(idle), Rounds.Median(busy), busy.Count, frames, lost);
            }
            finally
            {
                deployment.Detach();
                if (Directory.Exists(pins))
                    Directory.Delete(pins, recursive: true);
            }

            double Replace()
            {
                var began = Stopwatch.GetTimestamp();
                deployment.Replace(Compile(++edit), Path);
                return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            long Counted()
            {
                using var map = host.OpenMap(Counter);
                return (long)new BpfPerCpuMap<uint, ulong>(map).Sum(Dropped);
            }
        }

        // The edit: one in so many frames of an attacker is a sample.
        Chains.Code.ChainUnit Compile(int edit)
        {
            var text = Scenario.Text(scenario.Name).Replace("SAMPLE = 500", $"SAMPLE = {1_000_000_000 + edit}", StringComparison.Ordinal);
            return ScriptCompiler.Compile(new SourceText(Path, text), new() { Catalogue = PackageCatalogue.Shipped }).Unit!;
        }
    }

    // Frames that a full queue of a veth did not take never came.
    static long Refused() => Interfaces.All().Where(device => device.Name is "a0" or "a1").Sum(device => InterfaceStatistics.Read(device).Dropped);
}
