using System.Buffers.Binary;
using System.Net;
using Sluice.Packets;
using Sluice.Runtime.Routes;

namespace Sluice.Chains.Tests.Functions;

/// <summary>Segment routing and routing.</summary>
public sealed class RoutingTests
{
    const int Outer = 40, Routing = 8, Segment = 16;
    const string Source = "fd00::1";

    static readonly string[] s_path = ["fc00::a", "fc00::b", "fc00::c"];

    public static TheoryData<string> Engines => FunctionUnderTest.Engines;

    public static TheoryData<string, int> PathLengths => [.. Engines.SelectMany(engine => Enumerable.Range(1, 8).Select(count => (engine.Data, count)))];

    /// <summary>A UDP packet over IPv6 in a tunnel of three segments.</summary>
    public static byte[] Tunnelled(int segmentsLeft) => Frames.Ethernet().IPv6(Source, s_path[^(segmentsLeft + 1)])
        .SegmentRouting([.. s_path.Select(segment => IPv6Address.Parse(segment))], segmentsLeft)
        .IPv6(Frames.Source6, Frames.Destination6).Udp(4000, 53).Payload(Frames.Text("hello")).ToArray();

    [Theory, MemberData(nameof(PathLengths))]
    public void Encapsulation_writes_what_the_policy_says(string engine, int count)
    {
        foreach (var (package, name) in new[] { ("routing", "sr6_encap"), ("hike_default", "hike_sr6_encap") })
        {
            using var function = FunctionUnderTest.On(engine, package, name);
            var path = Enumerable.Range(1, count).Select(index => $"fc00::{index}").ToArray();
            SetPolicy(function, 7, path);
            foreach (var packet in new[] { Frames.Udp6(), Frames.Udp4(), Frames.Ethernet().Vlan(9).IPv6(Frames.Source6, Frames.Destination6).Udp(1, 2).ToArray() })
                Assert.Equal(Expected(packet, path), function.Packet(packet, (ulong)count, 7));
            Assert.Equal(0UL, function.Value(Frames.Udp6(), (ulong)count, 7));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void Without_a_policy_the_packet_is_what_it_was(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "routing", "sr6_encap");
        var packet = Frames.Udp6();
        Assert.Equal(XdpAction.Aborted, function.Verdict(packet, 2, 7)); // no source address
        SetPolicy(function, 7, s_path);
        Assert.Equal(unchecked((ulong)-2), function.Value(packet, 3, 8));
        Assert.Equal(unchecked((ulong)-2), function.Value(packet, 2, 7));
        Assert.Equal(packet, function.Packet(packet, 3, 8));
        Assert.Equal(XdpAction.Aborted, function.Verdict(packet, 9, 7));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Arp, 3, 7));
        Assert.Equal(Frames.Arp, function.Packet(Frames.Arp, 3, 7));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Padding_of_the_link_stays_outside(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "routing", "sr6_encap");
        SetPolicy(function, 1, s_path[..1]);
        var padded = Frames.Ethernet().IPv4(Frames.Source4, Frames.Destination4).Udp(1, 2).PadTo(60).ToArray();
        var tunnelled = function.Packet(padded, 1, 1);
        Assert.Equal(Routing + Segment + 28, BinaryPrimitives.ReadUInt16BigEndian(tunnelled.AsSpan(Frames.Link + 4)));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Cut(Frames.Udp6(), Frames.Link + 44), 1, 1)); // says more than it has
    }

    [Theory, MemberData(nameof(Engines))]
    public void Decapsulation_undoes_it(string engine)
    {
        using var encapsulate = FunctionUnderTest.On(engine, "routing", "sr6_encap");
        using var decapsulate = FunctionUnderTest.On(engine, "routing", "seg6_decap");
        SetPolicy(encapsulate, 0, s_path[..1]);
        foreach (var packet in new[] { Frames.Udp6(), Frames.Udp4(), Frames.Ethernet().Vlan(9).IPv6(Frames.Source6, Frames.Destination6).Udp(1, 2).ToArray() })
            Assert.Equal(packet, decapsulate.Packet(encapsulate.Packet(packet, 1, 0)));
        var plain = Frames.Ethernet().IPv6(Source, "fc00::a").IPv4(Frames.Source4, Frames.Destination4).Udp(4000, 53).Payload(Frames.Text("hello")).ToArray();
        Assert.Equal(Frames.Udp4(), decapsulate.Packet(plain));
        var bridged = Frames.Ethernet().IPv6(Source, "fc00::a").Ethernet("02:00:00:00:00:03", "02:00:00:00:00:04")
            .IPv4(Frames.Source4, Frames.Destination4).Udp(4000, 53).ToArray();
        Assert.Equal(bridged[(Frames.Link + Outer)..], decapsulate.Packet(bridged));
        Assert.Equal(XdpAction.Aborted, decapsulate.Verdict(Tunnelled(1)));
        Assert.Equal(XdpAction.Aborted, decapsulate.Verdict(Frames.Udp6()));
        Assert.Equal(XdpAction.Pass, decapsulate.Verdict(Frames.Udp6(hopLimit: 1)));
    }

    [Theory, MemberData(nameof(Engines))]
    public void An_end_moves_to_the_next_segment(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "routing", "seg6_end");
        Assert.Equal(Tunnelled(1), function.Packet(Tunnelled(2)));
        Assert.Equal(Tunnelled(0), function.Packet(Tunnelled(1)));
        Assert.Equal(0UL, function.Value(Tunnelled(1)));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Tunnelled(0)));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Udp6()));
        var contradiction = Tunnelled(1);
        contradiction[Frames.Link + Outer + 3] = 5; // more segments left than there are
        Assert.Equal(XdpAction.Aborted, function.Verdict(contradiction));
        Assert.Equal(contradiction, function.Packet(contradiction));
    }

    [Theory, MemberData(nameof(Engines))]
    public void An_inserted_routing_header_is_taken_out_again(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "hike_default", "hike_sr6_inline_udp");
        foreach (var (payload, found) in new[] { ("qwerty", 1UL), ("qwertz!", 0UL), ("", 0UL) })
        {
            var inserted = Frames.Ethernet().IPv6(Frames.Source6, s_path[0])
                .SegmentRouting([IPv6Address.Parse(s_path[0]), IPv6Address.Parse(Frames.Destination6)])
                .Udp(4000, 53).Payload(Frames.Text(payload)).ToArray();
            Assert.Equal(found, function.Value(inserted, 0));
            Assert.Equal(Frames.Udp6(payload: payload), function.Packet(inserted, 0));
            inserted[^1] ^= 1; // of the payload, or of the checksum itself
            Assert.Equal(XdpAction.Aborted, function.Verdict(inserted, 0));
            Assert.Equal(inserted, function.Packet(inserted, 0));
        }

        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Udp6(), 0));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Micro_segments_are_shifted(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "routing", "adv_usid");
        var shifted = function.Packet(Frames.Udp6(destination: "fcbb:bbbb:1:2:3::"));
        Assert.Equal(IPAddress.Parse("fcbb:bbbb:2:3::"), new IPAddress(shifted.AsSpan(Frames.Link + 24, 16)));
        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Udp6(destination: "fcbb:bbbb:1::")));
        using var wide = FunctionUnderTest.On(engine, "routing", "adv_usid", spec => spec.WithText("adv_usid_parameters", """{"block":48,"usid":32}"""));
        var packet = wide.Packet(Frames.Udp6(destination: "fcbb:bbbb:1:2:3:4:5:6"));
        Assert.Equal(IPAddress.Parse("fcbb:bbbb:1:4:5:6::"), new IPAddress(packet.AsSpan(Frames.Link + 24, 16)));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Destinations_are_changed_and_filtered(string engine)
    {
        using var change = FunctionUnderTest.On(engine, "routing", "change_destination");
        Assert.Equal(XdpAction.Aborted, change.Verdict(Frames.Udp6()));
        change.Set("chaddr", [0, 2], Frames.Address("fd00::7"));
        Assert.Equal(IPAddress.Parse("fd00::7"), new IPAddress(change.Packet(Frames.Udp6()).AsSpan(Frames.Link + 24, 16)));
        Assert.Equal(XdpAction.Pass, change.Verdict(Frames.Udp6(hopLimit: 1)));

        using var filter = FunctionUnderTest.On(engine, "routing", "ip6_dst_filter");
        filter.Set("ip6_dst", [0, 0], Frames.Address(Frames.Destination6));
        Assert.Equal(0UL, filter.Value(Frames.Udp6()));
        Assert.Equal(XdpAction.Pass, filter.Verdict(Frames.Udp6(destination: "2001:db8::3")));
        Assert.Equal(XdpAction.Aborted, filter.Verdict(Frames.Udp4()));
    }

    [Theory]
    [InlineData("routing", "kroute")]
    [InlineData("hike_default", "ip6_kroute")]
    [InlineData("hike_default", "ip4_kroute")]
    public void Routes_lead_out_with_new_link_addresses(string package, string name)
    {
        var routes = new RoutingTable(
            [new(1, MacAddress.Parse("02:00:00:00:01:01")), new(2, MacAddress.Parse("02:00:00:00:01:02")), new(0, MacAddress.Parse("02:00:00:00:01:00"))],
            [
                new(IPNetwork.Parse("2001:db8::2/128"), 2), new(IPNetwork.Parse("192.0.2.2/32"), 2),
                new(IPNetwork.Parse("2001:db8::3/128"), 2) { Kind = RouteKind.Blackhole }, new(IPNetwork.Parse("192.0.2.3/32"), 2) { Kind = RouteKind.Prohibit },
                new(IPNetwork.Parse("2001:db8::4/128"), 2), new(IPNetwork.Parse("192.0.2.4/32"), 2),
            ],
            [new(IPAddress.Parse("2001:db8::2"), 2, MacAddress.Parse("02:00:00:00:02:02")), new(IPAddress.Parse("192.0.2.2"), 2, MacAddress.Parse("02:00:00:00:02:02"))]);
        foreach (var mode in Engines.Select(engine => engine.Data).Where(engine => engine != FunctionUnderTest.Kernel))
        {
            using var function = FunctionUnderTest.On(mode, package, name, options: new() { Routes = routes });
            foreach (var (isIPv6, make) in new (bool, Func<int, byte, byte[]>)[]
                { (true, (host, hops) => Frames.Udp6(destination: $"2001:db8::{host}", hopLimit: hops)), (false, (host, hops) => Frames.Udp4(destination: $"192.0.2.{host}", timeToLive: hops)) })
            {
                if (name != "kroute" && isIPv6 != name.StartsWith("ip6", StringComparison.Ordinal))
                {
                    Assert.Equal(XdpAction.Aborted, function.Verdict(make(2, 64)));
                    continue;
                }

                Assert.Equal(XdpAction.Redirect, function.Verdict(make(2, 64)));
                byte[] expected = [0x02, 0, 0, 0, 2, 2, 0x02, 0, 0, 0, 1, 2, .. make(2, 63).AsSpan(12)];
                Assert.Equal(expected, function.Packet(make(2, 64)));
                Assert.Equal(XdpAction.Drop, function.Verdict(make(3, 64)));
                Assert.Equal(XdpAction.Pass, function.Verdict(make(4, 64))); // no neighbour
                Assert.Equal(XdpAction.Pass, function.Verdict(make(2, 1)));
                Assert.Equal(make(2, 1), function.Packet(make(2, 1)));
            }
        }
    }

    /// <summary>Puts a policy, and the tunnel's source address, into a function's maps.</summary>
    internal static void SetPolicy(FunctionUnderTest function, uint index, string[] path)
    {
        function.Set("sr6_src_tun", Frames.Number(0), Frames.Address(Source));
        function.Set($"sr6_encap_policy_{path.Length}", Frames.Number(index),
            [0, 0, 4, 0, 0, 0, 0, 9, .. path.Reverse().SelectMany(Frames.Address)]);
    }

    // What the packet builder makes of the same: an outer header and a routing header before the packet's own.
    static byte[] Expected(byte[] packet, string[] path)
    {
        var link = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(12)) == 0x8100 ? Frames.Link + 4 : Frames.Link;
        var isIPv6 = packet[link] >> 4 == 6;
        var outer = Frames.Ethernet().IPv6(Source, path[0]).SegmentRouting([.. path.Select(segment => IPv6Address.Parse(segment))], tag: 9);
        var inner = packet.AsSpan(link);
        var whole = (isIPv6 ? outer.IPv6(Frames.Source6, Frames.Destination6, nextHeader: IpProtocol.Udp)
            : outer.IPv4(Frames.Source4, Frames.Destination4, protocol: IpProtocol.Udp)).Payload(inner[(isIPv6 ? 40 : 20)..]).ToArray();
        var head = packet.AsSpan(0, link).ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(link - 2), 0x86dd);
        return [.. head, .. whole.AsSpan(Frames.Link, Outer + Routing + (path.Length * Segment)), .. inner];
    }
}
