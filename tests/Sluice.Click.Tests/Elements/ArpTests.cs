using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class ArpTests
{
    const string Querier = "ARPQuerier(10.0.0.1/24, 2:0:0:0:0:1)";
    const long Second = 1_000_000_000;

    static readonly MacAddress s_own = MacAddress.Parse("02:00:00:00:00:01"), s_other = MacAddress.Parse("02:00:00:00:00:02");

    [Fact]
    public void A_packet_waits_for_the_answer_to_a_query()
    {
        using var bench = ElementBench.Of(Querier, inputs: 2, outputs: 2);
        var packet = Samples.Udp("10.0.0.1", "10.0.0.2");
        bench.SendIP(packet).SendIP(packet);
        var query = bench.Single(1);
        Assert.Equal(("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:01"), (query.Bytes.Mac(0), query.Bytes.Mac(6)));
        Assert.True(ArpPacket.TryRead(query.Bytes.AsSpan(14), out var arp));
        Assert.Equal(ArpOperation.Request, arp.Operation);
        Assert.Equal(("10.0.0.1", "10.0.0.2"), (arp.SenderAddress.ToString(), arp.TargetAddress.ToString()));
        Assert.Equal(42, query.Bytes.Length);
        Assert.Empty(bench.Receive());
        Assert.Equal("2", bench.Read("length"));
        bench.Send(Reply("10.0.0.2", s_other), 1);
        var frames = bench.Receive();
        Assert.Equal(2, frames.Count);
        Assert.All(frames, frame => Assert.Equal("0200000000020200000000010800" + Convert.ToHexStringLower(packet), frame.Hex));
        Assert.Equal("10.0.0.2 1 02-00-00-00-00-02 0.000000", bench.Read("table"));
        Assert.Equal(("1", "1", "0", "0"), (bench.Read("queries"), bench.Read("responses"), bench.Read("length"), bench.Read("drops")));
        Assert.Single(bench.SendIP(packet).Receive());
    }

    [Fact]
    public void Queries_leave_at_the_only_output()
    {
        using var bench = ElementBench.Of(Querier, inputs: 2).SendIP(Samples.Udp(destination: "10.0.0.2"));
        Assert.Equal(42, bench.Single().Bytes.Length);
    }

    [Theory]
    [InlineData("255.255.255.255", "ff:ff:ff:ff:ff:ff")]
    [InlineData("10.0.0.255", "ff:ff:ff:ff:ff:ff")]
    [InlineData("224.129.2.3", "01:00:5e:01:02:03")]
    [InlineData("0.0.0.0", null)]
    public void Addresses_that_nobody_is_asked_for(string destination, string? mac)
    {
        using var bench = ElementBench.Of(Querier, inputs: 2, outputs: 2).SendIP(Samples.Udp(destination: destination));
        Assert.Empty(bench.Receive(1));
        if (mac is null)
            Assert.Equal("1", bench.Read("drops"));
        else
            Assert.Equal(mac, bench.Single().Bytes.Mac(0));
    }

    [Fact]
    public void Queries_are_not_repeated_too_soon_and_entries_expire()
    {
        using var bench = ElementBench.Of("ARPQuerier(10.0.0.1, 2:0:0:0:0:1, TIMEOUT 5, POLL_TIMEOUT 2)", inputs: 2, outputs: 2);
        var packet = Samples.Udp(destination: "10.0.0.2");
        bench.SendIP(packet).SendIP(packet);
        Assert.Single(bench.Receive(1));
        bench.Router.Run(Second / 5);
        Assert.Single(bench.SendIP(packet).Receive(1));
        bench.Send(Reply("10.0.0.2", s_other), 1);
        Assert.Equal(3, bench.Receive().Count);
        bench.Router.Run(3 * Second);
        // Known still, but soon not: asked for again, itself alone.
        Assert.Single(bench.SendIP(packet).Receive());
        Assert.Equal("02:00:00:00:00:02", bench.Single(1).Bytes.Mac(0));
        bench.Router.Run(10 * Second);
        Assert.Equal("0", bench.Read("count"));
        Assert.Empty(bench.SendIP(packet).Receive());
        Assert.Single(bench.Receive(1));
        bench.Router.Run(10 * Second);
        Assert.Equal("1", bench.Read("drops"));
    }

    [Fact]
    public void No_more_packets_wait_than_may()
    {
        using var bench = ElementBench.Of("ARPQuerier(10.0.0.1, 2:0:0:0:0:1, CAPACITY 10, ENTRY_PACKET_CAPACITY 3)", inputs: 2, outputs: 2);
        for (var i = 0; i < 100; i++)
            bench.SendIP(Samples.Udp(destination: $"10.0.0.{i % 20 + 2}"));
        Assert.InRange(int.Parse(bench.Read("length")), 1, 10);
        Assert.Equal(100, int.Parse(bench.Read("length")) + int.Parse(bench.Read("drops")));
        _ = bench.Receive(1);
    }

    [Theory]
    [InlineData("request")]
    [InlineData("short")]
    [InlineData("group")]
    [InlineData("type")]
    public void Only_replies_are_believed(string fault)
    {
        var reply = Reply("10.0.0.2", fault == "group" ? MacAddress.Broadcast : s_other);
        if (fault == "request")
            reply[21] = 1;
        if (fault == "type")
            reply[13] = 0;
        using var bench = ElementBench.Of(Querier, inputs: 2, outputs: 2).Send(fault == "short" ? reply[..41] : reply, 1);
        Assert.Equal(("0", "0"), (bench.Read("count"), bench.Read("responses")));
    }

    [Fact]
    public void The_table_is_written_to()
    {
        using var bench = ElementBench.Of(Querier, inputs: 2, outputs: 2);
        bench.SendIP(Samples.Udp(destination: "10.0.0.2"));
        bench.Write("insert", "10.0.0.2 2:0:0:0:0:2");
        Assert.Single(bench.Receive());
        bench.Write("delete", "10.0.0.2");
        Assert.Equal("0", bench.Read("count"));
        Assert.ThrowsAny<Exception>(() => bench.Write("delete", "10.0.0.2"));
        Assert.ThrowsAny<Exception>(() => bench.Write("insert", "10.0.0.2"));
        bench.SendIP(Samples.Udp(destination: "10.0.0.3"));
        bench.Write("clear");
        Assert.Equal(("0", "0"), (bench.Read("count"), bench.Read("length")));
        _ = bench.Receive(1);
    }

    [Fact]
    public void Queriers_share_a_table()
    {
        using var bench = ElementBench.Of(
            "ARPQuerier(10.0.0.1, 2:0:0:0:0:1, TABLE t)", 2, 2, "t :: ARPTable(TIMEOUT 60)");
        bench.Router.Write("t.insert", "10.0.0.2 2:0:0:0:0:2");
        Assert.Single(bench.SendIP(Samples.Udp(destination: "10.0.0.2")).Receive());
        Assert.Equal("1", bench.Router.Read("t.count"));
    }

    [Fact]
    public void Waiting_packets_survive_a_hot_swap()
    {
        using var bench = ElementBench.Of(Querier, inputs: 2, outputs: 2).SendIP(Samples.Udp(destination: "10.0.0.2"));
        bench.Router.Driver.Swap(bench.Router.Next(ElementBench.Text(Querier, 2, 2)));
        bench.Send(Reply("10.0.0.2", s_other), 1);
        Assert.Single(bench.Receive());
        Assert.Equal("1", bench.Read("queries"));
    }

    [Theory]
    [InlineData("ARPResponder(10.0.0.9 2:0:0:0:0:9)", "10.0.0.9", "02:00:00:00:00:09")]
    [InlineData("ARPResponder(10.0.0.9 2:0:0:0:0:9)", "10.0.0.8", null)]
    [InlineData("ARPResponder(10.0.0.0/24 10.1.0.1 2:0:0:0:0:9, 10.0.0.7 2:0:0:0:0:7)", "10.0.0.8", "02:00:00:00:00:09")]
    [InlineData("ARPResponder(10.0.0.0/24 10.1.0.1 2:0:0:0:0:9, 10.0.0.7 2:0:0:0:0:7)", "10.0.0.7", "02:00:00:00:00:07")]
    [InlineData("ARPResponder(10.0.0.0/24 10.1.0.1 2:0:0:0:0:9)", "10.1.0.1", "02:00:00:00:00:09")]
    [InlineData("ARPResponder(gate)", "10.0.0.9", "02:00:00:00:00:09")]
    [InlineData("ARPResponder(gate)", "10.0.0.8", null)]
    public void Requests_are_answered(string element, string target, string? answer)
    {
        using var bench = ElementBench.Of(element, outputs: 2, others: "AddressInfo(gate 10.0.0.9 10.0.0.0/8 2:0:0:0:0:9)");
        bench.Send(Request(target));
        if (answer is null)
        {
            Assert.Equal(Request(target), bench.Single(1).Bytes);
            return;
        }

        var reply = bench.Single().Bytes;
        Assert.Equal((s_other.ToString(), answer), (reply.Mac(0), reply.Mac(6)));
        Assert.True(ArpPacket.TryRead(reply.AsSpan(14), out var arp));
        Assert.Equal((ArpOperation.Reply, answer, target), (arp.Operation, arp.SenderMac.ToString(), arp.SenderAddress.ToString()));
        Assert.Equal((s_other, "10.0.0.2"), (arp.TargetMac, arp.TargetAddress.ToString()));
    }

    [Fact]
    public void The_responder_learns_by_handlers()
    {
        using var bench = ElementBench.Of("ARPResponder(10.0.0.9 2:0:0:0:0:9)");
        bench.Write("add", "10.0.1.0/24 2:0:0:0:0:a");
        Assert.Equal("02-00-00-00-00-0A", bench.Read("lookup", "10.0.1.77"));
        bench.Write("remove", "10.0.1.0/24");
        Assert.Equal("10.0.0.9/32 02-00-00-00-00-09", bench.Read("table"));
        Assert.Empty(bench.Send([1, 2, 3]).Receive());
    }

    [Fact]
    public void ARPPrint_prints()
    {
        using var bench = ElementBench.Of("ARPPrint(arp, TIMESTAMP false)").Send(Request("10.0.0.9")).Send(Reply("10.0.0.2", s_other)).Send([1]);
        Assert.Equal(
            "arp: arp who-has 10.0.0.9 tell 10.0.0.2\narp: arp reply 10.0.0.2 is-at 02-00-00-00-00-02\narp: truncated-arp (1)\n", bench.Output);
        Assert.Equal(3, bench.Receive().Count);
    }

    internal static byte[] Reply(string sender, MacAddress mac) => Arp(ArpOperation.Reply, mac, sender, s_own, "10.0.0.1");

    internal static byte[] Request(string target) => Arp(ArpOperation.Request, s_other, "10.0.0.2", default, target);

    static byte[] Arp(ArpOperation operation, MacAddress senderMac, string sender, MacAddress targetMac, string target)
    {
        var frame = new byte[42];
        EthernetHeader.Write(frame, operation == ArpOperation.Reply ? targetMac : MacAddress.Broadcast, senderMac, EtherType.Arp);
        ArpPacket.Write(frame.AsSpan(14), operation, senderMac, IPv4Address.Parse(sender), targetMac, IPv4Address.Parse(target));
        return frame;
    }
}
