using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

public sealed class IcmpTests
{
    const long Second = 1_000_000_000;

    [Theory]
    [InlineData("ICMPError(10.9.9.9, timeexceeded)", 11, 0, 0u)]
    [InlineData("ICMPError(10.9.9.9, timeexceeded, reassembly)", 11, 1, 0u)]
    [InlineData("ICMPError(10.9.9.9, unreachable, host)", 3, 1, 0u)]
    [InlineData("ICMPError(10.9.9.9, unreachable, needfrag, PMTU 1400)", 3, 4, 1400u)]
    [InlineData("ICMPError(10.9.9.9, 3, 4, PMTU 1400)", 3, 4, 1400u)]
    [InlineData("ICMPError(10.9.9.9, redirect, host)", 5, 1, 0xc0000209u)]
    [InlineData("ICMPError(10.9.9.9, parameterproblem)", 12, 0, 0x15000000u)]
    public unsafe void Errors_go_to_the_sender(string element, byte type, byte code, uint rest)
    {
        using var bench = ElementBench.Of(element);
        var packet = Samples.Udp(payload: 100);
        bench.SendIP(packet, 0, static p => p.Annotations[17] = 0x15);
        var error = bench.Single();
        var ip = error.IP();
        Assert.Equal(("10.9.9.9", "10.0.0.1", 255), (ip.Source.ToString(), ip.Destination.ToString(), ip.TimeToLive));
        Assert.Equal("10.0.0.1", error.Destination.ToString());
        Assert.Equal(1, error.Annotations[19]);
        Assert.True(Samples.IsTransportValid(error.Bytes));
        Assert.True(IcmpHeader.TryRead(ip.Payload, out var icmp));
        Assert.Equal((type, code, rest), (icmp.Type, icmp.Code, icmp.Rest));
        Assert.Equal(packet, icmp.Payload.ToArray());
    }

    [Fact]
    public void Errors_are_no_longer_than_may_be()
    {
        using var bench = ElementBench.Of("ICMPError(10.9.9.9, timeexceeded)").SendIP(Samples.Udp(payload: 3000));
        Assert.Equal(576, bench.Single().Bytes.Length);
    }

    [Fact]
    public void There_are_no_errors_about_some_packets()
    {
        using var bench = ElementBench.Of("ICMPError(10.9.9.9, timeexceeded, 0, BADADDRS 10.0.0.77)");
        var later = new IPv4Fields(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2")) { FragmentOffset = 8 };
        bench.SendIP(new PacketBuilder().IPv4("10.0.0.1", "10.0.0.2").Icmp(IcmpType.DestinationUnreachable).Payload(28).ToArray())
            .SendIP(new PacketBuilder().IPv4(later, IpProtocol.Udp).Payload(8).ToArray())
            .SendIP(Samples.Udp(source: "0.0.0.0")).SendIP(Samples.Udp(source: "127.0.0.1")).SendIP(Samples.Udp(source: "224.0.0.1"))
            .SendIP(Samples.Udp(destination: "255.255.255.255")).SendIP(Samples.Udp(destination: "224.0.0.1"))
            .SendIP(Samples.Udp(source: "10.0.0.77"))
            .SendIP(Samples.Udp(), 0, static p => p.PacketType = Click.Packets.PacketType.Broadcast)
            .SendIP(Samples.Echo()[..20]).Send([1, 2, 3]);
        Assert.Empty(bench.Receive());
        Assert.Single(bench.SendIP(Samples.Echo()).Receive());
    }

    [Fact]
    public void A_source_route_is_turned_round()
    {
        var fields = new IPv4Fields(IPv4Address.Parse("10.0.0.1"), IPv4Address.Parse("10.0.0.2"));
        byte[] route = [131, 11, 12, 1, 1, 1, 1, 2, 2, 2, 2, 0];
        using var bench = ElementBench.Of("ICMPError(10.9.9.9, timeexceeded)")
            .SendIP(new PacketBuilder().IPv4(fields, IpProtocol.Udp, route).Udp(1, 2).ToArray());
        var error = bench.Single();
        Assert.Equal("2.2.2.2", error.IP().Destination.ToString());
        Assert.Equal([131, 11, 4, 1, 1, 1, 1, 10, 0, 0, 1, 0], error.IP().Options.ToArray());
        Assert.True(Samples.IsTransportValid(error.Bytes));
    }

    [Theory]
    [InlineData("ICMPError(10.0.0.1, echo)", "no error")]
    [InlineData("ICMPError(10.0.0.1, unreachable, nosuch)", "needfrag")]
    public void Mistakes_are_explained(string element, string expected) => Assert.Contains(
        expected, Assert.Throws<Click.Configuration.ConfigurationException>(() => ElementBench.Of(element)).Message, StringComparison.Ordinal);

    [Fact]
    public void Pings_are_answered()
    {
        using var bench = ElementBench.Of("ICMPPingResponder", outputs: 2).SendIP(Samples.Echo()).SendIP(Samples.Echo(reply: true)).SendIP(Samples.Udp());
        var reply = bench.Single();
        Assert.Equal(("192.0.2.9", "10.0.0.1"), (reply.IP().Source.ToString(), reply.IP().Destination.ToString()));
        Assert.Equal("10.0.0.1", reply.Destination.ToString());
        Assert.True(Samples.IsTransportValid(reply.Bytes));
        Assert.True(IcmpHeader.TryRead(reply.IP().Payload, out var icmp));
        Assert.Equal((0, 7, 1), (icmp.Type, icmp.Identifier, icmp.SequenceNumber));
        Assert.Equal(2, bench.Receive(1).Count);
    }

    [Fact]
    public void Pings_are_sent_and_their_answers_summed_up()
    {
        using var bench = ElementBench.Of("ICMPPingSource(10.0.0.1, 10.0.0.2, LIMIT 3, INTERVAL 0.5, DATA hello, IDENTIFIER 9)");
        bench.Router.Run(0);
        var first = bench.Single();
        Assert.True(Samples.IsTransportValid(first.Bytes));
        Assert.Equal("68656c6c6f", first.Hex[56..]);
        bench.Router.Run(20_000_000);
        bench.SendIP(Answer(first)).SendIP(Answer(first)).SendIP(Samples.Echo(reply: true)).Send([1]);
        bench.Router.Run(10 * Second);
        Assert.Equal(2, bench.Receive().Count);
        Assert.Equal("3", bench.Read("count"));
        Assert.Contains("3 packets transmitted, 1 received, +1 duplicates, 66.7% packet loss", bench.Read("summary"), StringComparison.Ordinal);
        Assert.Contains("33 bytes from 10.0.0.2: icmp_seq=0 ttl=64 time=", bench.Output, StringComparison.Ordinal);
        Assert.NotEqual("0.000000", bench.Read("rtt_avg"));
    }

    [Fact]
    public void Packets_become_pings()
    {
        using var bench = ElementBench.Of("ICMPPingEncap(10.0.0.1, 10.0.0.2, IDENTIFIER 5)").Send([1, 2]).Send([3]);
        var pings = bench.Receive();
        Assert.All(pings, static ping => Assert.True(Samples.IsTransportValid(ping.Bytes)));
        Assert.True(IcmpHeader.TryRead(pings[1].IP().Payload, out var icmp));
        Assert.Equal((5, 1), (icmp.Identifier, icmp.SequenceNumber));
    }

    static byte[] Answer(Emitted ping)
    {
        Assert.True(IcmpHeader.TryRead(ping.IP().Payload, out var icmp));
        return new PacketBuilder().IPv4("10.0.0.2", "10.0.0.1").IcmpEcho(icmp.Identifier, icmp.SequenceNumber, reply: true)
            .Payload(icmp.Payload).ToArray();
    }
}
