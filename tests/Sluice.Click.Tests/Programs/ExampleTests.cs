using Sluice.Click.Packets;

namespace Sluice.Click.Tests.Programs;

/// <summary>The example programs do what their pages say.</summary>
public sealed class ExampleTests
{
    [Theory]
    [InlineData("", 12345, 17, "5"), InlineData("", 12345, 6, "5"), InlineData("", 12345, 1, "6"), InlineData("", 12346, 17, "6"), InlineData("port 80", 80, 6, "5"),
     InlineData("port 80", 12345, 6, "6")]
    public void Target_port_drops_what_goes_to_a_port(string setting, int port, byte protocol, string passed)
    {
        using var router = new ProgramRouter().AddExample("click-chain/target-port.bpf.o", null, setting.Length > 0 ? [setting] : []);
        router.Start($"i :: Idle -> f :: BPFFilter(FILE target-port{(setting.Length > 0 ? $", SET \"{setting}\"" : "")}) -> c :: Counter -> d :: Discard");
        Push(router, Frame(protocol, 5), Frame(protocol, port), Frame(protocol, 6), Frame(protocol, 7), Frame(protocol, 8), Frame(protocol, 9));
        Assert.Equal(passed, router.Read("c.count"));
    }

    [Fact]
    public void Rate_limiter_lets_a_burst_through_and_fills_up_again_with_time()
    {
        var clock = new Sluice.Click.Routing.VirtualClock();
        using var router = new ProgramRouter(clock: clock).AddExample("click-chain/rate-limiter.bpf.o", null, "burst 5", "packets_per_second 10");
        router.Start("i :: Idle -> f :: BPFFilter(FILE rate-limiter, SET \"burst 5\", SET \"packets_per_second 10\") -> c :: Counter -> d :: Discard");
        Push(router, [.. Enumerable.Repeat(Frame(17, 1), 9)]);
        Push(router, [.. Enumerable.Repeat(Frame(17, 1, source: 77), 3)]);
        Assert.Equal(8, router.Count("c.count"));
        clock.SkipTo(clock.Now + 250_000_000);
        Push(router, [.. Enumerable.Repeat(Frame(17, 1), 9)]);
        Assert.Equal(10, router.Count("c.count"));
        Assert.Equal(("10", "11"), (router.Read("f.variable", "passed"), router.Read("f.variable", "dropped")));
    }

    [Theory, InlineData(2, "4 3"), InlineData(3, "3 2 2")]
    public void Round_robin_takes_outputs_in_turn(int outputs, string expected)
    {
        using var router = new ProgramRouter().AddExample("click-chain/round-robin.bpf.o", null, $"outputs {outputs}");
        router.Start($"i :: Idle -> b :: BPFClassifier(FILE round-robin, SET \"outputs {outputs}\"); "
            + string.Join("; ", Enumerable.Range(0, outputs).Select(output => $"b[{output}] -> c{output} :: Counter -> d{output} :: Discard")));
        Push(router, "b", [.. Enumerable.Repeat(Frame(17, 1), 7)]);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, outputs).Select(output => router.Read($"c{output}.count"))));
    }

    [Fact]
    public void Dns_filter_drops_queries_for_blocked_names_and_those_below()
    {
        using var router = new ProgramRouter().AddExample("click-dns/dns-filter.bpf.o");
        router.Start("i :: Idle -> f :: BPFFilter(FILE dns-filter) -> c :: Counter -> d :: Discard");
        router.Driver.Write("f.map_update", "blocked '{\"text\": [7,101,120,97,109,112,108,101,3,99,111,109]}' 0");
        Push(router, Query("example.com"), Query("www.Example.COM"), Query("example.org"), Query("badexample.com"), Query("a.b.example.com"), Query("com"),
            Query("example.com", response: true), Frame(17, 80), Query("example.com")[..60]);

        Assert.Equal(6, router.Count("c.count"));
        Assert.Equal(("3", "7"), (router.Read("f.variable", "refused"), router.Read("f.variable", "queries")));
        Assert.EndsWith("\t3", router.Read("f.map", "blocked"), StringComparison.Ordinal);
    }

    [Fact]
    public void Strip_takes_the_header_off_and_the_tag()
    {
        using var router = new ProgramRouter().AddExample("click-rewrite/strip-ether-vlan.bpf.o");
        router.Start("i :: Idle -> f :: BPFRewriter(FILE strip-ether-vlan) -> q :: Queue -> Idle");
        var tagged = Frame(17, 9);
        byte[] vlan = [.. tagged[..12], 0x81, 0, 0, 5, .. tagged[12..]];
        Push(router, tagged, vlan, [1, 2, 3]);
        var batch = router.Router.Find("q")!.Pull(0, 8);
        Assert.Equal(2, batch.Count);
        foreach (var packet in batch)
            Assert.Equal(tagged[14..], packet.Span.ToArray());
        batch.Kill();
        Assert.Equal(1, router.Count("f.aborts"));
    }

    static byte[] Query(string name, bool response = false)
    {
        byte[] dns = [0, 1, (byte)(response ? 0x80 : 1), 0, 0, 1, 0, 0, 0, 0, 0, 0, .. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. label.Select(c => (byte)c)]), 0, 0, 1, 0, 1];
        return [.. Frame(17, 53)[..42], .. dns];
    }

    static byte[] Frame(byte protocol, int port, byte source = 1)
    {
        byte[] bytes = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 28, 0, 0, 0, 0, 64, protocol, 0, 0, 10, 0, 0, source, 10, 0, 0, 2, 0x30, 0x39, (byte)(port >> 8), (byte)port, 0, 8, 0, 0];
        return bytes;
    }

    static void Push(ProgramRouter router, params byte[][] packets) => Push(router, "f", packets);

    static void Push(ProgramRouter router, string element, byte[][] packets)
    {
        var batch = default(PacketBatch);
        foreach (var bytes in packets)
            batch.Append(router.Pool.Allocate(bytes));
        router.Router.Find(element)!.Push(0, batch);
    }
}
