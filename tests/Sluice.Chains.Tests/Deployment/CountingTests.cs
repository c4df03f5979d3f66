using Sluice.Chains.Code;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Tests.Functions;
using Sluice.Chains.Tests.Support;
using Sluice.Packets;

namespace Sluice.Chains.Tests.Deployment;

/// <summary>What chains and functions count, on every engine.</summary>
public sealed class CountingTests
{
    const int Packets = 10;

    const string Script = """
        from programs.hike_default import hike_pass, hike_drop, monitor
        from loaders.hike_default import ip6_simple_classifier
        ip6_simple_classifier[ipv6_simple_classifier_map] = { 0: main }

        def main():
            monitor(1)
            if packet.udp and packet.udp.dport == 53:
                refuse()
            if packet.tcp:
                monitor(packet.u8[2000])
            hike_pass()

        def refuse():
            monitor(2)
            hike_drop()

        """;

    // Deep enough for native code to have chains within one another.
    const string Deep = """
        def main():
            level1()
            hike_pass()

        def level1(): level2()
        def level2(): level3()
        def level3(): level4()
        def level4(): level5()
        def level5(): monitor(3)
        """;

    public static TheoryData<string> Forms => RunningScript.Forms;

    [Theory, MemberData(nameof(Forms))]
    public void Runs_and_verdicts_are_counted_where_they_fall(string form)
    {
        foreach (var counting in new[] { ChainCounting.Runs, ChainCounting.Time })
        {
            using var script = RunningScript.On(form, RunningScript.Compile("count.eclat", Script), counting: counting);
            for (var packet = 0; packet < Packets; packet++)
            {
                script.Run(Frames.Udp6());
                script.Run(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Udp(1, 2).ToArray());
                script.Run(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Tcp(1, 2, TcpFlags.Syn).ToArray());
            }

            var counters = script.Counters();
            Assert.Equal((3UL * Packets, $"{Packets} 0 {Packets} 0 0"), (counters["main"].Runs, counters["main"].Verdicts));
            Assert.Equal(((ulong)Packets, $"0 {Packets} 0 0 0"), (counters["refuse"].Runs, counters["refuse"].Verdicts));
            Assert.Equal((4UL * Packets, "0 0 0 0 0"), (counters["hike_default.monitor"].Runs, counters["hike_default.monitor"].Verdicts));
            Assert.Equal(((ulong)Packets, $"0 {Packets} 0 0 0"), (counters["hike_default.hike_drop"].Runs, counters["hike_default.hike_drop"].Verdicts));
            Assert.Equal(((ulong)Packets, $"0 0 {Packets} 0 0"), (counters["hike_default.hike_pass"].Runs, counters["hike_default.hike_pass"].Verdicts));
            Assert.Equal((ulong)Packets, script.Faults()[(int)FaultCause.Packet]);
            Assert.All(counters, counter => Assert.Equal(counting == ChainCounting.Time, counter.Value.Time > 0));
            // A chain's time is with all that it calls.
            Assert.True(counters["main"].Time >= counters["refuse"].Time && counters["refuse"].Time >= counters["hike_default.hike_drop"].Time);
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Chains_within_chains_count_their_runs(string form)
    {
        var text = Script[..Script.IndexOf("def main", StringComparison.Ordinal)] + Deep;
        using var script = RunningScript.On(form, RunningScript.Compile("deep.eclat", text), counting: ChainCounting.Runs);
        for (var packet = 0; packet < Packets; packet++)
            Assert.Equal(XdpAction.Pass, script.Run(Frames.Udp6()).Verdict);
        var counters = script.Counters();
        foreach (var name in new[] { "main", "level1", "level2", "level3", "level4", "level5", "hike_default.monitor" })
            Assert.Equal((name, (ulong)Packets), (name, counters[name].Runs));
    }

    /// <summary>Native code has the chains within one another: because they nest so deep, and because a loop makes them share a budget.</summary>
    [Theory, MemberData(nameof(Forms))]
    public void Chains_within_chains_count_their_own_verdicts_faults_and_time(string form)
    {
        foreach (var (deep, counting) in new[] { (true, ChainCounting.Runs), (false, ChainCounting.Time), (true, ChainCounting.Time), (false, ChainCounting.Faults) })
        {
            var text = $"""
                {Script[..Script.IndexOf("def main", StringComparison.Ordinal)]}
                def main():
                    {(deep ? "level1()" : "for i in range(packet.len / 1000 + 1): decide()")}
                    hike_pass()

                def level1(): level2()
                def level2(): level3()
                def level3(): level4()
                def level4(): decide()
                def decide():
                    if packet.udp and packet.udp.dport == 53:
                        refuse()
                    if packet.tcp:
                        monitor(packet.u8[2000])
                def refuse():
                    hike_drop()
                """;
            using var script = RunningScript.On(form, RunningScript.Compile("within.eclat", text), counting: counting);
            for (var packet = 0; packet < Packets; packet++)
            {
                Assert.Equal(XdpAction.Drop, script.Run(Frames.Udp6()).Verdict);
                Assert.Equal(XdpAction.Pass, script.Run(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Udp(1, 2).ToArray()).Verdict);
                Assert.Equal(XdpAction.Aborted, script.Run(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Tcp(1, 2, TcpFlags.Syn).ToArray()).Verdict);
            }

            Assert.Equal((ulong)Packets, script.Faults("decide")[(int)FaultCause.Packet]);
            Assert.Equal((ulong)Packets, script.Faults().Aggregate((sum, count) => sum + count));
            if (counting == ChainCounting.Faults)
                continue;
            var counters = script.Counters();
            Assert.Equal((3UL * Packets, $"0 0 {Packets} 0 0"), (counters["main"].Runs, counters["main"].Verdicts));
            Assert.Equal((3UL * Packets, $"{Packets} 0 0 0 0"), (counters["decide"].Runs, counters["decide"].Verdicts));
            Assert.Equal(((ulong)Packets, $"0 {Packets} 0 0 0"), (counters["refuse"].Runs, counters["refuse"].Verdicts));
            Assert.Equal(((ulong)Packets, $"0 {Packets} 0 0 0"), (counters["hike_default.hike_drop"].Runs, counters["hike_default.hike_drop"].Verdicts));
            foreach (var level in new[] { "level1", "level2", "level3", "level4" }.Where(_ => deep))
                Assert.Equal((level, 3UL * Packets, "0 0 0 0 0"), (level, counters[level].Runs, counters[level].Verdicts));
            Assert.Equal(counting == ChainCounting.Time, counters["refuse"].Time > 0);
            Assert.True(counters["main"].Time >= counters["decide"].Time && counters["decide"].Time >= counters["refuse"].Time);
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Where_only_faults_are_counted_nothing_else_is(string form)
    {
        using var script = RunningScript.On(form, RunningScript.Compile("count.eclat", Script));
        script.Run(Frames.Udp6());
        Assert.All(script.Counters().Where(counter => counter.Key != "refuse"), counter => Assert.Equal((0UL, "0 0 0 0 0", 0UL), counter.Value));
        script.Run(Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6).Tcp(1, 2, TcpFlags.Syn).ToArray());
        Assert.Equal(1UL, script.Faults()[(int)FaultCause.Packet]);
    }
}
