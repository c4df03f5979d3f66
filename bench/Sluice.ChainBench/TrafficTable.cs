using System.Diagnostics;
using Sluice.Kernel.Inspection;

namespace Sluice.ChainBench;

/// <summary>How many frames a second come through the testbed, by each variant and by the kernel's own means.</summary>
/// <remarks>A frame is made anew, leaves a0, meets the variant at a1, and goes where that says: to b1, where it is counted, or
/// nowhere. All is work of the CPU that sends.</remarks>
static class TrafficTable
{
    const string Rules = """
        table ip6 bench {
            set pairs { type ipv6_addr . ipv6_addr; elements = { 2001:db8:1::1 . 2001:db8:2::2 }; }
            chain marking { type filter hook prerouting priority -150; ip6 saddr . ip6 daddr @pairs ip6 ecn set 1; }
        }
        """;

    // The set's only type for pairs of addresses has a port between them.
    static readonly string[] s_pairs =
    [
        "ipset create pairs hash:ip,port,ip family inet6",
        "ipset add pairs 2001:db8:1::1,udp:53,2001:db8:2::2",
        "ip6tables-nft -t mangle -A PREROUTING -m set --match-set pairs src,dst,dst -j TOS --or-tos 1",
    ];

    // Behind xtables lies a table of nf_tables, which goes as a whole: no hook of it is left.
    static readonly string[] s_noPairs = ["nft delete table ip6 mangle", "ipset destroy pairs"];

    /// <summary>Measures.</summary>
    public static void Write(Report report, Testbed testbed, Rounds rounds, int frames)
    {
        foreach (var scenario in Scenario.All.Where(scenario => scenario.IsDecided))
        {
            var variants = Variant.Load(testbed.Engine, scenario);
            Agreement.Require(scenario, variants, testbed.Context);
            var packet = scenario.Packet;
            using var around = testbed.FramesFor(packet);
            var rates = rounds.Take([.. variants.Select(variant => (Func<double>)(() => Rate(variant)))]);
            var times = Statistics();
            report.Begin($"{scenario.Title}: live frames", "variant", "Mpps", "to one program by hand", "ns in the program", "to that by hand");
            for (var at = 0; at < variants.Count; at++)
                report.Row(variants[at].Name, Rounds.Median(rates[at]), Rounds.Ratio(rates[at], rates[0]), Rounds.Median(times[at]), Rounds.Ratio(times[at], times[0]));
            foreach (var variant in variants)
                variant.Dispose();
            if (scenario.Name == "mmlf")
                Kernel(("plain forwarding", () => { }, () => { }
                ), ("ipset and mark", () => Array.ForEach(s_pairs, Testbed.Shell), () => Array.ForEach(s_noPairs, Testbed.Shell)),
                    ("nftables set and mark", () => Testbed.Shell("nft", Rules), () => Testbed.Shell("nft delete table ip6 bench")));
            else if (scenario.Name == "encap")
                Kernel(("kernel SRv6", () => Testbed.Shell("ip -6 route replace 2001:db8:2::/64 encap seg6 mode encap segs fc00::a,fc00::b dev b0"),
                    () => Testbed.Shell("ip -6 route replace 2001:db8:2::/64 dev b0")));

            double Rate(Variant variant)
            {
                testbed.Front.Replace(variant.Program);
                return Send(scenario.IsForwarded);
            }

            // The kernel counts the time of all runs; what it takes to do so is in the figures.
            double[][] Statistics()
            {
                using var statistics = RunStatistics.Enable();
                return rounds.Take([.. variants.Select(variant => (Func<double>)(() =>
                {
                    testbed.Front.Replace(variant.Program);
                    var before = KernelPrograms.Find(variant.Program.Id)!;
                    Send(scenario.IsForwarded);
                    var after = KernelPrograms.Find(variant.Program.Id)!;
                    return (double)(after.RunNanoseconds - before.RunNanoseconds) / (after.Runs - before.Runs);
                }))]);
            }

            void Kernel(params (string Name, Action Set, Action Reset)[] means)
            {
                // The stack takes the frames of a program that lets them pass, and b1 takes what it sends as a buffer.
                testbed.Front.Replace(testbed.Frames.Programs["pass"]);
                using var buffers = testbed.TakeBuffers();
                var figures = rounds.Take([.. means.Select(mean => (Func<double>)(() =>
                {
                    mean.Set();
                    var rate = Send(isForwarded: true);
                    mean.Reset();
                    return rate;
                }))]);
                for (var at = 0; at < means.Length; at++)
                    report.Row(means[at].Name, Rounds.Median(figures[at]), Rounds.Ratio(figures[at], rates[0]), double.NaN, double.NaN);
            }

            double Send(bool isForwarded)
            {
                var before = testbed.Arrived();
                var began = Stopwatch.GetTimestamp();
                around.Programs["send"].SendLive(packet, frames, Testbed.Index("a0"));
                var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                var arrived = isForwarded ? testbed.Arrived() - before : frames;
                return arrived > frames / 2 ? arrived / seconds / 1e6
                    : throw new InvalidOperationException($"{scenario.Title}: found {arrived} of {frames} frames at the end of their way");
            }
        }
    }
}
