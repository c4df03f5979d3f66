using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class FlowMeasurementTests
{
    const long Second = 1_000_000_000;

    [Fact]
    public void Flows_are_numbered_and_counted_in_both_directions()
    {
        using var bench = ElementBench.Of("AggregateIPFlows", outputs: 2);
        bench.SendIP(Samples.Udp()).SendIP(Samples.Udp("192.0.2.9", "10.0.0.1", 53, 1000)).SendIP(Samples.Tcp()).SendIP(Samples.Udp()).SendIP(Samples.Echo());
        var emitted = bench.Receive();
        Assert.Equal([1u, 1, 2, 1], emitted.Select(static packet => BitConverter.ToUInt32(packet.Annotations, 20)));
        Assert.Equal([0, 1, 0, 0], emitted.Select(static packet => (int)packet.Paint));
        Assert.Single(bench.Receive(1));
        Assert.Equal("1 17 (10.0.0.1, 1000, 192.0.2.9, 53) 2 72 1 36 0\n2 6 (10.0.0.1, 1000, 192.0.2.9, 80) 1 44 0 0 0", bench.Read("flows"));
        bench.Router.Driver.Swap(bench.Router.Next(ElementBench.Text("AggregateIPFlows", 1, 2)));
        Assert.Equal("2", bench.Read("count"));
    }

    [Fact]
    public void A_flow_that_was_silent_gets_another_number()
    {
        using var bench = ElementBench.Of("AggregateIPFlows(UDP_TIMEOUT 5, TCP_DONE_TIMEOUT 2, REAP 100, ICMP true)");
        bench.SendIP(Samples.Udp()).SendIP(Samples.Tcp(flags: TcpFlags.Rst)).SendIP(Samples.Tcp(sourcePort: 9)).SendIP(Samples.Echo());
        bench.Router.Options.Clock.SkipTo(bench.Router.Options.Clock.Now + 6 * Second);
        bench.SendIP(Samples.Udp()).SendIP(Samples.Tcp()).SendIP(Samples.Tcp(sourcePort: 9));
        Assert.Equal([1u, 2, 3, 4, 5, 6, 3], bench.Receive().Select(static packet => BitConverter.ToUInt32(packet.Annotations, 20)));
        bench.Router.Run(200 * Second);
        Assert.Equal("2", bench.Read("count"));
        Assert.Equal("6", bench.Read("total"));
    }

    [Fact]
    public unsafe void Aggregates_are_counted()
    {
        using var bench = ElementBench.Of("AggregateCounter(BYTES true)");
        for (var i = 0; i < 10; i++)
        {
            var aggregate = (uint)(i % 3);
            bench.Send(new byte[i], 0, packet => *(uint*)(packet.Annotations + 20) = aggregate);
        }

        Assert.Equal("0 18\n1 12\n2 15", bench.Read("counts"));
        Assert.Equal(("3", "45"), (bench.Read("nagg"), bench.Read("count")));
        bench.Write("freeze", "true");
        Assert.Equal("45", bench.Send(new byte[9]).Read("count"));
        var file = Path.Combine(Path.GetTempPath(), $"sluice-aggregates-{Environment.ProcessId}");
        bench.Write("write_text_file", file);
        Assert.Equal("0 18\n1 12\n2 15\n", File.ReadAllText(file));
        File.Delete(file);
        Assert.ThrowsAny<Exception>(() => bench.Write("write_text_file", "/nonexistent/file"));
    }

    [Fact]
    public void Busy_addresses_are_looked_at_closer()
    {
        using var bench = ElementBench.Of("IPRateMonitor(PACKETS, 1, 50)", 2, 2);
        // A hundred packets a second from one host, and one from another network.
        for (var i = 0; i < 1000; i++)
        {
            bench.SendIP(Samples.Udp("10.1.2.3"));
            if (i % 100 == 0)
                bench.SendIP(Samples.Udp("11.1.2.3")).SendIP(Samples.Udp(destination: "10.1.2.3"), 1);
            bench.Router.Options.Clock.SkipTo(bench.Router.Options.Clock.Now + Second / 100);
        }

        var lines = bench.Read("look").Split('\n').Select(static line => line.Split('\t')).ToList();
        Assert.Equal("1000", lines[0][0]);
        Assert.InRange(int.Parse(lines.Single(static line => line[0] == "10.1.2.3")[1]), 60, 101);
        Assert.DoesNotContain(lines, static line => line[0].StartsWith("11.", StringComparison.Ordinal));
        var last = bench.Receive()[^1];
        Assert.InRange(BitConverter.ToInt32(last.Annotations, 20), 60, 101);
        Assert.Equal(10, bench.Receive(1).Count);
        var memory = long.Parse(bench.Read("mem"));
        bench.Write("anno_level", "10.1.0.0 1 100");
        Assert.True(long.Parse(bench.Read("mem")) < memory);
        bench.SendIP(Samples.Udp("10.1.2.3"));
        Assert.DoesNotContain("10.1.2", bench.Read("look"), StringComparison.Ordinal);
        bench.Write("reset");
        Assert.Equal("0", bench.Read("look"));
        _ = bench.Receive();
    }

    [Fact]
    public void What_was_busy_is_folded_and_memory_is_bounded()
    {
        using var bench = ElementBench.Of("IPRateMonitor(BYTES, 1, 0, 100)");
        for (var i = 0; i < 5000; i++)
            bench.SendIP(Samples.Udp($"10.{i % 250}.{i / 250}.{i % 7}"));
        Assert.InRange(long.Parse(bench.Read("mem")), 10_000, 100 * 1024);
        _ = bench.Receive();
        using var folding = ElementBench.Of("IPRateMonitor(PACKETS, 1, 10)");
        for (var i = 0; i < 2000; i++)
        {
            folding.SendIP(Samples.Udp());
            folding.Router.Options.Clock.SkipTo(folding.Router.Options.Clock.Now + Second / 1000);
        }

        var busy = long.Parse(folding.Read("mem"));
        folding.Router.Options.Clock.SkipTo(folding.Router.Options.Clock.Now + 100 * Second);
        folding.SendIP(Samples.Udp("11.0.0.1"));
        Assert.True(long.Parse(folding.Read("mem")) < busy);
        _ = folding.Receive();
    }
}
