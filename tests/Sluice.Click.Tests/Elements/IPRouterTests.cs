using Sluice.Click.Packets;
using Sluice.Click.Tests.Routing;
using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

/// <summary>A whole IP router of two networks, as Click's own configurations build it.</summary>
public sealed class IPRouterTests : IDisposable
{
    const string Configuration = """
        AddressInfo(left 10.0.1.1 10.0.1.0/24 2:0:0:0:1:1, right 10.0.2.1 10.0.2.0/24 2:0:0:0:2:1);
        c0 :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
        c1 :: Classifier(12/0806 20/0001, 12/0806 20/0002, 12/0800, -);
        Idle -> c0; Idle -> c1;
        out0 :: Queue(100) -> Idle; out1 :: Queue(100) -> Idle; host :: Queue(100) -> Idle;
        arpq0 :: ARPQuerier(left); arpq1 :: ARPQuerier(right);
        c0[1] -> [1] arpq0; c1[1] -> [1] arpq1; arpq0 -> out0; arpq1 -> out1;
        c0[0] -> ARPResponder(left) -> out0; c1[0] -> ARPResponder(right) -> out1;
        c0[3] -> Discard; c1[3] -> Discard;
        rt :: StaticIPLookup(left:ip 0, right:ip 0, 10.0.1.255/32 0, 10.0.2.255/32 0, 10.0.1.0/24 1, 10.0.2.0/24 2, 0.0.0.0/0 10.0.2.254 2);
        ip :: CheckIPHeader(INTERFACES left:ipnet right:ipnet) -> rt;
        c0[2] -> Paint(1) -> Strip(14) -> ip; c1[2] -> Paint(2) -> Strip(14) -> ip;
        rt[0] -> mine :: IPFilter(allow icmp type echo, 1 all) -> ICMPPingResponder -> Paint(0) -> rt; mine[1] -> host;
        rt[1] -> DropBroadcasts -> cp0 :: PaintTee(1) -> gio0 :: IPGWOptions(left) -> FixIPSrc(left) -> dt0 :: DecIPTTL
            -> fr0 :: IPFragmenter(1500) -> arpq0;
        rt[2] -> DropBroadcasts -> cp1 :: PaintTee(2) -> gio1 :: IPGWOptions(right) -> FixIPSrc(right) -> dt1 :: DecIPTTL
            -> fr1 :: IPFragmenter(1500) -> arpq1;
        dt0[1] -> ICMPError(left, timeexceeded) -> rt; dt1[1] -> ICMPError(right, timeexceeded) -> rt;
        fr0[1] -> ICMPError(left, unreachable, needfrag, PMTU 1500) -> rt; fr1[1] -> ICMPError(right, unreachable, needfrag, PMTU 1500) -> rt;
        gio0[1] -> ICMPError(left, parameterproblem) -> rt; gio1[1] -> ICMPError(right, parameterproblem) -> rt;
        cp0[1] -> ICMPError(left, redirect, host) -> rt; cp1[1] -> ICMPError(right, redirect, host) -> rt;
        """;

    static readonly MacAddress s_host1 = MacAddress.Parse("02:00:00:00:01:09"), s_host2 = MacAddress.Parse("02:00:00:00:02:09");

    readonly TestRouter _router = TestRouter.Of(Configuration);

    public IPRouterTests()
    {
        _router.Write("arpq0.insert", $"10.0.1.9 {s_host1}");
        _router.Write("arpq1.insert", $"10.0.2.9 {s_host2}");
    }

    public void Dispose() => _router.Dispose();

    [Fact]
    public void A_packet_is_forwarded()
    {
        var frame = Send("c0", new PacketBuilder().IPv4("10.0.1.9", "10.0.2.9", 64).Udp(1, 2).Payload(50)).Single("out1");
        Assert.Equal((s_host2.ToString(), "02:00:00:00:02:01"), (frame.Bytes.Mac(0), frame.Bytes.Mac(6)));
        Assert.Equal(63, frame.IP(14).TimeToLive);
        Assert.True(Samples.IsTransportValid(frame.Bytes[14..]));
    }

    [Fact]
    public void A_packet_to_elsewhere_goes_to_the_gateway_once_that_answers()
    {
        var query = Send("c0", new PacketBuilder().IPv4("10.0.1.9", "203.0.113.1").Udp(1, 2)).Single("out1");
        Assert.True(ArpPacket.TryRead(query.Bytes.AsSpan(14), out var arp));
        Assert.Equal("10.0.2.254", arp.TargetAddress.ToString());
        var frame = Push("c1", ArpTests.Reply("10.0.2.254", s_host2)).Single("out1");
        Assert.Equal("203.0.113.1", frame.IP(14).Destination.ToString());
    }

    [Theory]
    [InlineData(1, 100, false, "10.0.2.9", IcmpType.TimeExceeded, 0)]
    [InlineData(64, 2000, true, "10.0.2.9", IcmpType.DestinationUnreachable, 4)]
    [InlineData(64, 100, false, "10.0.1.77", IcmpType.Redirect, 1)]
    public void Errors_are_told_to_the_sender(byte ttl, int payload, bool dontFragment, string destination, IcmpType type, byte code)
    {
        var fields = new IPv4Fields(IPv4Address.Parse("10.0.1.9"), IPv4Address.Parse(destination)) { TimeToLive = ttl, DontFragment = dontFragment };
        var frames = Send("c0", new PacketBuilder().IPv4(fields).Udp(1, 2).Payload(payload)).Receive("out0");
        var error = Assert.Single(frames, frame => frame.Bytes[12] == 8 && frame.Bytes[13] == 0);
        var ip = error.IP(14);
        Assert.Equal(("10.0.1.9", s_host1.ToString()), (ip.Destination.ToString(), error.Bytes.Mac(0)));
        // It has the address of the interface that it leaves by.
        Assert.Equal("10.0.1.1", ip.Source.ToString());
        Assert.True(IcmpHeader.TryRead(ip.Payload, out var icmp));
        Assert.Equal((type, code), ((IcmpType)icmp.Type, icmp.Code));
        Assert.True(Samples.IsTransportValid(error.Bytes[14..]));
    }

    [Fact]
    public void The_router_answers_pings_and_takes_what_is_for_it()
    {
        var reply = Send("c0", new PacketBuilder().IPv4("10.0.1.9", "10.0.2.1").IcmpEcho(1, 2)).Single("out0");
        Assert.Equal(("10.0.2.1", "10.0.1.9"), (reply.IP(14).Source.ToString(), reply.IP(14).Destination.ToString()));
        Assert.Equal("10.0.1.1", Send("c0", new PacketBuilder().IPv4("10.0.1.9", "10.0.1.1").Udp(1, 2)).Single("host").IP().Destination.ToString());
    }

    [Fact]
    public void Long_packets_are_divided()
    {
        var frames = Send("c0", new PacketBuilder().IPv4("10.0.1.9", "10.0.2.9").Udp(1, 2).Payload(4000)).Receive("out1");
        Assert.Equal(3, frames.Count);
        Assert.All(frames, static frame => Assert.InRange(frame.Bytes.Length, 15, 1514));
    }

    [Theory]
    [InlineData("10.0.1.255")]
    [InlineData("255.255.255.255")]
    public void Packets_from_nobody_are_dropped(string source)
    {
        Send("c0", new PacketBuilder().IPv4(source, "10.0.2.9").Udp(1, 2));
        Assert.Empty(Receive("out0").Concat(Receive("out1")).Concat(Receive("host")));
    }

    IPRouterTests Send(string classifier, PacketBuilder packet)
    {
        var frame = new byte[14 + packet.Length];
        EthernetHeader.Write(frame, default, s_host1, EtherType.IPv4);
        packet.Build(frame.AsSpan(14));
        return Push(classifier, frame);
    }

    IPRouterTests Push(string classifier, byte[] frame)
    {
        _router.Router.Find(classifier)!.Push(0, new PacketBatch(_router.Pool.Allocate(frame)));
        return this;
    }

    Emitted Single(string queue) => Assert.Single(Receive(queue));

    List<Emitted> Receive(string queue)
    {
        var emitted = new List<Emitted>();
        var batch = _router.Router.Find(queue)!.Pull(0, 100);
        foreach (var packet in batch)
            emitted.Add(Emitted.Of(packet));
        batch.Kill();
        return emitted;
    }
}
