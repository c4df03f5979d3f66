using Sluice.Click.Configuration;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class RewriterTests
{
    const string Nat = "IPRewriter(pattern 192.0.2.1 50000-50003 - - 0 1, drop)";
    const long Second = 1_000_000_000;

    [Theory]
    [InlineData(true, "IPRewriter")]
    [InlineData(false, "IPRewriter")]
    [InlineData(true, "TCPRewriter")]
    [InlineData(false, "UDPRewriter")]
    public void A_flow_goes_out_rewritten_and_its_replies_come_back(bool tcp, string type)
    {
        using var bench = ElementBench.Of($"{type}(pattern 192.0.2.1 50000-50003# - - 0 1, drop)", 2, 2);
        for (var i = 0; i < 3; i++)
        {
            var outside = Endpoints(bench.SendIP(Packet(tcp, "10.0.0.7", 1234, "198.51.100.5", 80)).Single());
            Assert.Equal("192.0.2.1:50000 > 198.51.100.5:80 @198.51.100.5", outside);
            var inside = Endpoints(bench.SendIP(Packet(tcp, "198.51.100.5", 80, "192.0.2.1", 50000), 1).Single(1));
            Assert.Equal("198.51.100.5:80 > 10.0.0.7:1234 @10.0.0.7", inside);
        }

        Assert.Equal("192.0.2.1:50001 > 198.51.100.5:80 @198.51.100.5",
            Endpoints(bench.SendIP(Packet(tcp, "10.0.0.8", 1234, "198.51.100.5", 80)).Single()));
        Assert.Equal("2", bench.Read("table_size"));
        // A stranger's packet to an open port has no mapping.
        bench.SendIP(Packet(tcp, "198.51.100.6", 80, "192.0.2.1", 50000), 1);
        Assert.Empty(bench.Receive(1));
        Assert.Contains("(10.0.0.7, 1234, 198.51.100.5, 80) => (192.0.2.1, 50000, 198.51.100.5, 80) [*0 1] i0",
            bench.Read(tcp ? "tcp_table" : "udp_table"), StringComparison.Ordinal);
        Assert.Equal("192.0.2.1 50000 198.51.100.5 80", bench.Read(tcp ? "tcp_lookup" : "udp_lookup", "10.0.0.7 1234 198.51.100.5 80"));
    }

    [Fact]
    public void The_own_port_is_preferred_and_none_is_used_twice()
    {
        using var bench = ElementBench.Of(Nat, 2, 2);
        Assert.StartsWith("192.0.2.1:50002 ", Endpoints(bench.SendIP(Packet(false, "10.0.0.7", 50002, "198.51.100.5", 53)).Single()), StringComparison.Ordinal);
        var ports = new HashSet<string>();
        for (var host = 1; host <= 3; host++)
            ports.Add(Endpoints(bench.SendIP(Packet(false, $"10.0.0.{host}", 50002, "198.51.100.5", 53)).Single()));
        Assert.Equal(3, ports.Count);
        // All four are in use, but only towards that receiver.
        Assert.Empty(bench.SendIP(Packet(false, "10.0.0.9", 50002, "198.51.100.5", 53)).Receive());
        Assert.Equal("1", bench.Read("mapping_failures"));
        Assert.Single(bench.SendIP(Packet(false, "10.0.0.9", 50002, "198.51.100.6", 53)).Receive());
        bench.Write("clear");
        Assert.Equal("0", bench.Read("nmappings"));
    }

    [Theory]
    [InlineData("drop", null, 0)]
    [InlineData("discard", null, 0)]
    [InlineData("pass 1", "10.0.0.7:1234 > 198.51.100.5:80 @198.51.100.5", 1)]
    [InlineData("nochange 1", "10.0.0.7:1234 > 198.51.100.5:80 @198.51.100.5", 1)]
    [InlineData("keep 1 0", "10.0.0.7:1234 > 198.51.100.5:80 @198.51.100.5", 1)]
    [InlineData("pattern - - 10.1.1.1 8080 0 1", "10.0.0.7:1234 > 10.1.1.1:8080 @10.1.1.1", 0)]
    [InlineData("pattern 1.1.1.1 99 - - 0 1", "1.1.1.1:99 > 198.51.100.5:80 @198.51.100.5", 0)]
    [InlineData("pattern named 0 1", "1.2.3.4:7 > 198.51.100.5:80 @198.51.100.5", 0)]
    [InlineData("pattern gate 7? - www 0 1", "10.9.9.9:7 > 198.51.100.5:80 @198.51.100.5", 0)]
    public void Input_specifications(string input, string? expected, int output)
    {
        using var bench = ElementBench.Of(
            $"IPRewriter({input})", 1, 2, "IPRewriterPatterns(named 1.2.3.4 7 - -); AddressInfo(gate 10.9.9.9)");
        bench.SendIP(Packet(true, "10.0.0.7", 1234, "198.51.100.5", 80));
        if (expected is null)
            Assert.Empty(bench.Receive().Concat(bench.Receive(1)));
        else
            Assert.Equal(expected, Endpoints(bench.Single(output)));
    }

    [Fact]
    public void Two_rewriters_share_the_ports_of_a_named_pattern()
    {
        using var bench = ElementBench.Of(
            "IPRewriter(pattern named 0 0)", 1, 1,
            "IPRewriterPatterns(named 1.2.3.4 7-8# - -); y :: IPRewriter(pattern named 0 0); Idle -> y -> qy :: Queue -> Idle");
        Assert.StartsWith("1.2.3.4:7 ", Endpoints(bench.SendIP(Packet(true, "10.0.0.7", 1, "198.51.100.5", 80)).Single()), StringComparison.Ordinal);
        var other = bench.Router.Router.Find("y")!;
        var packet = bench.Packet(Packet(true, "10.0.0.8", 1, "198.51.100.5", 80));
        Mark(packet);
        other.Push(0, new Click.Packets.PacketBatch(packet));
        var batch = bench.Router.Router.Find("qy")!.Pull(0, 9);
        Assert.StartsWith("1.2.3.4:8 ", Endpoints(Emitted.Of(batch.First)), StringComparison.Ordinal);
        batch.Kill();
    }

    [Fact]
    public void Fragments_and_other_protocols_only_pass_where_all_may()
    {
        var later = new IPv4Fields(IPv4Address.Parse("10.0.0.7"), IPv4Address.Parse("198.51.100.5")) { FragmentOffset = 8 };
        byte[][] odd =
        [
            new PacketBuilder().IPv4(later, IpProtocol.Udp).Payload(20).ToArray(), Samples.Echo(), Samples.Udp()[..24], Samples.Tcp()[..39],
        ];
        using var bench = ElementBench.Of("IPRewriter(keep 0 0, pass 1)", 2, 2);
        foreach (var packet in odd)
        {
            Assert.Empty(bench.SendIP(packet).Receive());
            Assert.Equal(packet, bench.SendIP(packet, 1).Single(1).Bytes);
        }

        Assert.Single(bench.Send([1, 2], 1).Receive(1));
        Assert.Equal("0", bench.Read("table_size"));
    }

    [Fact]
    public void Mappings_end_when_they_are_not_used()
    {
        using var bench = ElementBench.Of(
            "IPRewriter(pattern 192.0.2.1 50000-50099# - - 0 1, drop, UDP_TIMEOUT 10, UDP_STREAMING_TIMEOUT 30, TCP_TIMEOUT 100, TCP_NODATA_TIMEOUT 20, "
            + "TCP_DONE_TIMEOUT 5, REAP_INTERVAL 1)", 2, 2);
        bench.SendIP(Packet(false, "10.0.0.1", 1, "198.51.100.5", 53));
        Run(9);
        Assert.Equal("1", bench.Read("size"));
        Run(3);
        Assert.Equal("0", bench.Read("size"));

        // A stream lives longer.
        for (var i = 0; i < 2; i++)
            bench.SendIP(Packet(false, "10.0.0.2", 1, "198.51.100.5", 53));
        bench.SendIP(Packet(false, "198.51.100.5", 53, "192.0.2.1", 50001), 1);
        Run(25);
        Assert.Equal("1", bench.Read("size"));
        Run(7);
        Assert.Equal("0", bench.Read("size"));

        // TCP without data, with data in both directions, and after its end.
        bench.SendIP(Packet(true, "10.0.0.3", 1, "198.51.100.5", 80));
        bench.SendIP(Packet(true, "198.51.100.5", 80, "192.0.2.1", 50002), 1);
        Run(50);
        Assert.Equal("1", bench.Read("size"));
        bench.SendIP(Packet(true, "10.0.0.3", 1, "198.51.100.5", 80, TcpFlags.Fin | TcpFlags.Ack));
        bench.SendIP(Packet(true, "198.51.100.5", 80, "192.0.2.1", 50002, TcpFlags.Fin | TcpFlags.Ack), 1);
        Run(7);
        Assert.Equal("0", bench.Read("size"));
        bench.SendIP(Packet(true, "10.0.0.4", 1, "198.51.100.5", 80, TcpFlags.Syn));
        Run(22);
        Assert.Equal("0", bench.Read("size"));

        void Run(long seconds)
        {
            _ = bench.Receive();
            _ = bench.Receive(1);
            bench.Router.Run(seconds * Second);
        }
    }

    [Fact]
    public void A_mapping_past_its_time_is_none_even_before_it_is_reaped()
    {
        using var bench = ElementBench.Of("UDPRewriter(pattern 192.0.2.1 50000-50001# - - 0 1, drop, TIMEOUT 10)", 2, 2);
        bench.SendIP(Packet(false, "10.0.0.1", 1, "198.51.100.5", 53));
        bench.Router.Options.Clock.SkipTo(bench.Router.Options.Clock.Now + 20 * Second);
        Assert.Empty(bench.SendIP(Packet(false, "198.51.100.5", 53, "192.0.2.1", 50000), 1).Receive(1));
        _ = bench.Receive();
    }

    [Fact]
    public void The_longest_unused_makes_room_unless_it_is_guaranteed()
    {
        using var bench = ElementBench.Of("IPRewriter(pattern 192.0.2.1 50000-50099# - - 0 0, MAPPING_CAPACITY 3)");
        for (var host = 1; host <= 5; host++)
            bench.SendIP(Packet(false, $"10.0.0.{host}", 1, "198.51.100.5", 53));
        Assert.Equal(3, bench.Receive().Count);
        Assert.Equal(("3", "2"), (bench.Read("size"), bench.Read("mapping_failures")));
        bench.Router.Options.Clock.SkipTo(bench.Router.Options.Clock.Now + 6 * Second);
        bench.SendIP(Packet(false, "10.0.0.1", 1, "198.51.100.5", 53)).SendIP(Packet(false, "10.0.0.9", 1, "198.51.100.5", 53));
        Assert.Equal(2, bench.Receive().Count);
        Assert.DoesNotContain("(10.0.0.2,", bench.Read("udp_table"), StringComparison.Ordinal);
        Assert.Contains("(10.0.0.1,", bench.Read("udp_table"), StringComparison.Ordinal);
    }

    [Fact]
    public void Mappings_survive_a_hot_swap()
    {
        using var bench = ElementBench.Of(Nat, 2, 2);
        bench.SendIP(Packet(true, "10.0.0.7", 50001, "198.51.100.5", 80));
        _ = bench.Single();
        bench.Router.Driver.Swap(bench.Router.Next(ElementBench.Text(Nat, 2, 2)));
        Assert.Equal("198.51.100.5:80 > 10.0.0.7:50001 @10.0.0.7",
            Endpoints(bench.SendIP(Packet(true, "198.51.100.5", 80, "192.0.2.1", 50001), 1).Single(1)));
        // Its port is still taken.
        Assert.DoesNotContain("192.0.2.1:50001 ", Endpoints(bench.SendIP(Packet(true, "10.0.0.8", 50001, "198.51.100.5", 80)).Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapper_takes_one_server_after_the_other()
    {
        const string mapper = "m :: RoundRobinIPMapper(- - 10.1.0.1 - 0 1, - - 10.1.0.2 - 0 1, - - 10.1.0.3 - 0 1)";
        using var bench = ElementBench.Of("IPRewriter(m, drop)", 2, 2, mapper);
        var servers = Enumerable.Range(0, 6).Select(i =>
            bench.SendIP(Packet(true, "10.0.0.7", 1000 + i, "198.51.100.5", 80)).Single().Destination.ToString()).ToList();
        Assert.Equal(["10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.1", "10.1.0.2", "10.1.0.3"], servers);
    }

    [Fact]
    public void A_mapper_keeps_hosts_at_their_servers_by_the_servers_numbers()
    {
        var all = ServersOf("m :: SourceIPHashMapper(128 0xbadbeef, - - 10.1.0.1 - 0 1 101, - - 10.1.0.2 - 0 1 102, - - 10.1.0.3 - 0 1 103)");
        Assert.All(all.GroupBy(static server => server), static group => Assert.InRange(group.Count(), 10, 60));
        Assert.Equal(3, all.Distinct().Count());

        // Where a server stands among the arguments is nothing to its hosts; when one goes, only its own get another.
        Assert.Equal(all, ServersOf("m :: SourceIPHashMapper(128 0xbadbeef, - - 10.1.0.3 - 0 1 103, - - 10.1.0.1 - 0 1 101, - - 10.1.0.2 - 0 1 102)"));
        var fewer = ServersOf("m :: SourceIPHashMapper(128 0xbadbeef, - - 10.1.0.3 - 0 1 103, - - 10.1.0.1 - 0 1 101)");
        Assert.All(all.Zip(fewer), static pair => Assert.True(pair.First == pair.Second || pair.First == "10.1.0.2"));
        Assert.NotEqual(all, ServersOf("m :: SourceIPHashMapper(128 7, - - 10.1.0.1 - 0 1 101, - - 10.1.0.2 - 0 1 102, - - 10.1.0.3 - 0 1 103)"));

        static List<string> ServersOf(string mapper)
        {
            using var bench = ElementBench.Of("IPRewriter(m, drop)", 2, 2, mapper);
            return [.. Enumerable.Range(1, 90).Select(i =>
            {
                var first = bench.SendIP(Packet(true, $"10.0.0.{i}", 1, "198.51.100.5", 80)).Single().Destination;
                Assert.Equal(first, bench.SendIP(Packet(true, $"10.0.0.{i}", 2, "198.51.100.5", 80)).Single().Destination);
                return first.ToString();
            })];
        }
    }

    [Fact]
    public void Rewriters_that_share_a_capacity_take_room_from_each_other()
    {
        using var bench = ElementBench.Of("UDPRewriter(keep 0 1, drop, MAPPING_CAPACITY 3, GUARANTEE 0)", 2, 2,
            "t :: TCPRewriter(keep 0 0, MAPPING_CAPACITY x, TCP_GUARANTEE 0); Idle -> t -> qt :: Queue -> Idle");
        for (var i = 0; i < 3; i++)
            bench.SendIP(Packet(false, "10.0.0.1", 1000 + i, "10.0.0.2", 53));
        Assert.Equal(("3", "3", "3 0", "3 0"), (bench.Read("size"), bench.Read("nmappings"), bench.Read("capacity"), bench.Router.Read("t.capacity")));
        bench.Router.Run(2_000_000_000);
        SendTcp(bench, 1);
        SendTcp(bench, 2);
        Assert.Equal(("3", "1", "2", "3"), (bench.Read("size"), bench.Read("nmappings"), bench.Router.Read("t.nmappings"), bench.Router.Read("t.size")));

        static unsafe void SendTcp(ElementBench bench, int port)
        {
            var packet = bench.Packet(Packet(true, "10.0.0.1", port, "10.0.0.2", 80));
            packet.SetNetworkHeader(packet.Data, 20);
            bench.Router.Router.Find("t")!.Push(0, new PacketBatch(packet));
        }
    }

    [Fact]
    public void A_capacity_that_nobody_says_is_an_error() => Assert.Contains("itself behind", Assert.Throws<ConfigurationException>(() =>
        ElementBench.Of("UDPRewriter(keep 0 0, MAPPING_CAPACITY t)", 1, 1, "t :: UDPRewriter(keep 0 0, MAPPING_CAPACITY x); Idle -> t -> Queue -> Idle")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("IPRewriter(pattern 1.1.1.1 1 - - 0)", "found pattern `1.1.1.1 1 -`")]
    [InlineData("IPRewriter(pattern 1.1.1.1 9-3 - - 0 0)", "found pattern")]
    [InlineData("IPRewriter(pattern nosuch 0 0)", "found pattern `nosuch`")]
    [InlineData("IPRewriter(keep 0 5)", "found output `5`")]
    [InlineData("IPRewriter(whatever)", "found `whatever`")]
    [InlineData("IPRewriter(drop, MAPPING_CAPACITY q0)", "MAPPING_CAPACITY: found `q0`, expected a number, or the name of a rewriter")]
    [InlineData("SourceIPHashMapper(- - 10.0.0.1 - 0 0)", "expected NNODES SEED")]
    [InlineData("SourceIPHashMapper(5 1, - - 10.0.0.1 - 0 x)", "expected SADDR SPORT DADDR DPORT FOUTPUT ROUTPUT ID")]
    [InlineData("SourceIPHashMapper(5 1, - - 10.0.0.1 - 0 0 4, - - 10.0.0.2 - 0 0 4)", "found the ID 4 twice")]
    [InlineData("IPRewriter(q0)", "expected an element that maps flows")]
    [InlineData("IPRewriter(drop, drop)", "2 input specifications and 1 inputs")]
    [InlineData("IPRewriter(m)", "found output 7")]
    public void Mistakes_are_explained(string element, string expected) => Assert.Contains(
        expected,
        Assert.Throws<ConfigurationException>(() => ElementBench.Of(element, others: "m :: RoundRobinIPMapper(- - - - 0 7)")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Addresses_alone_are_rewritten()
    {
        using var bench = ElementBench.Of("IPAddrRewriter(pattern 192.0.2.1-192.0.2.2# - 0 1, drop)", 2, 2);
        foreach (var packet in (byte[][])[Samples.Tcp(), Samples.Udp(), Samples.Udp(destination: "198.51.100.1")])
        {
            var emitted = bench.SendIP(packet).Single();
            Assert.Equal("192.0.2.1", emitted.IP().Source.ToString());
            Assert.True(Samples.IsTransportValid(emitted.Bytes));
        }

        Assert.Equal("1", bench.Read("table_size"));
        Assert.Equal("192.0.2.2", bench.SendIP(Samples.Tcp("10.0.0.2")).Single().IP().Source.ToString());
        Assert.Empty(bench.SendIP(Samples.Tcp("10.0.0.3")).Receive());
        var reply = bench.SendIP(Samples.Tcp("203.0.113.9", "192.0.2.1"), 1).Single(1);
        Assert.Equal(("203.0.113.9", "10.0.0.1"), (reply.IP().Source.ToString(), reply.IP().Destination.ToString()));
        Assert.True(Samples.IsTransportValid(reply.Bytes));
    }

    [Fact]
    public void Pairs_of_addresses_are_rewritten()
    {
        using var bench = ElementBench.Of("IPAddrPairRewriter(pattern 192.0.2.1 10.1.1.1 0 1, drop)", 2, 2);
        var emitted = bench.SendIP(Samples.Tcp()).Single();
        Assert.Equal(("192.0.2.1", "10.1.1.1"), (emitted.IP().Source.ToString(), emitted.IP().Destination.ToString()));
        var reply = bench.SendIP(Samples.Udp("10.1.1.1", "192.0.2.1"), 1).Single(1);
        Assert.Equal(("192.0.2.9", "10.0.0.1"), (reply.IP().Source.ToString(), reply.IP().Destination.ToString()));
        Assert.True(Samples.IsTransportValid(reply.Bytes));
        Assert.Empty(bench.SendIP(Samples.Udp("10.1.1.2", "192.0.2.1"), 1).Receive(1));
    }

    internal static byte[] Packet(bool tcp, string source, int sourcePort, string destination, int destinationPort, TcpFlags flags = TcpFlags.Ack) => tcp
        ? Samples.Tcp(source, destination, (ushort)sourcePort, (ushort)destinationPort, flags)
        : Samples.Udp(source, destination, (ushort)sourcePort, (ushort)destinationPort);

    /// <summary>Addresses, ports and annotation; all checksums must be right.</summary>
    internal static string Endpoints(Emitted emitted)
    {
        var ip = emitted.IP();
        Assert.True(Samples.IsTransportValid(emitted.Bytes), emitted.Hex);
        var ports = ip.Payload;
        return $"{ip.Source}:{ports[0] << 8 | ports[1]} > {ip.Destination}:{ports[2] << 8 | ports[3]} @{emitted.Destination}";
    }

    static unsafe void Mark(Click.Packets.Packet packet) => packet.SetNetworkHeader(packet.Data, 20);
}
