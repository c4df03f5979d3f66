namespace Sluice.Packets.Tests;

/// <summary>One packet of every kind the builder makes, and how it reads.</summary>
static class SamplePackets
{
    const string Alice = "02:00:00:00:00:01";
    const string Bob = "02:00:00:00:00:02";
    static readonly IPv6Address[] s_path = [IPv6Address.Parse("2001:db8:a::1"), IPv6Address.Parse("2001:db8:b::1"), IPv6Address.Parse("2001:db8:c::1")];

    public static IReadOnlyList<(string Text, PacketBuilder Packet)> All { get; } =
    [
        ("ARP, who has 192.0.2.2, tell 192.0.2.1", Ethernet().Arp(ArpOperation.Request, Mac(Alice), V4("192.0.2.1"), default, V4("192.0.2.2")).PadTo(60)),
        ("ARP, 192.0.2.2 is at 02:00:00:00:00:02", Ethernet().Arp(ArpOperation.Reply, Mac(Bob), V4("192.0.2.2"), Mac(Alice), V4("192.0.2.1"))),
        ("IP 192.0.2.1.40000 > 192.0.2.2.9: UDP, length 5", IPv4().Udp(40000, 9).Payload("hello"u8).PadTo(60)),
        ("IP 192.0.2.1.40000 > 192.0.2.2.9: UDP, length 0", IPv4().Udp(40000, 9, checksum: false)),
        ("IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 7, win 64240, length 0",
            IPv4().Tcp(new TcpFields(40000, 80, TcpFlags.Syn) { SequenceNumber = 7 }, [2, 4, 5, 0xb4, 1, 3, 3, 7])),
        ("IP 192.0.2.1.80 > 192.0.2.2.40000: Flags [P.], seq 1, ack 8, win 64240, length 1001",
            IPv4().Tcp(80, 40000, TcpFlags.Psh | TcpFlags.Ack, 1, 8).Payload(1001)),
        ("IP 192.0.2.1 > 192.0.2.2: ICMP Echo, id 9, seq 3, length 64", IPv4().IcmpEcho(9, 3).Payload(56)),
        ("IP 192.0.2.1 > 192.0.2.2: ICMP EchoReply, id 9, seq 3, length 9", IPv4().IcmpEcho(9, 3, reply: true).Payload(1)),
        ("IP 192.0.2.1 > 192.0.2.2: ICMP TimeExceeded, code 0, length 36", IPv4().Icmp(IcmpType.TimeExceeded).IPv4("192.0.2.2", "10.0.0.2").Udp(1, 2)),
        ("IP 192.0.2.1.1 > 192.0.2.2.2: UDP, length 3",
            Ethernet().IPv4(new IPv4Fields(V4("192.0.2.1"), V4("192.0.2.2")) { Dscp = 46, Ecn = 1, DontFragment = true, Identification = 77 }, null, [1, 1, 1, 0]).Udp(1, 2).Payload(3)),
        ("IP 192.0.2.1 > 192.0.2.2: Udp fragment at 1480, length 24",
            Ethernet().IPv4(new IPv4Fields(V4("192.0.2.1"), V4("192.0.2.2")) { FragmentOffset = 1480, Identification = 5 }, IpProtocol.Udp).Payload(24)),
        ("IP6 2001:db8::1.40000 > 2001:db8::2.9: UDP, length 4", IPv6().Udp(40000, 9).Payload(4)),
        ("IP6 2001:db8::1.40000 > 2001:db8::2.443: Flags [.], seq 0, ack 1, win 64240, length 33", IPv6().Tcp(40000, 443, TcpFlags.Ack, 0, 1).Payload(33)),
        ("IP6 2001:db8::1 > 2001:db8::2: ICMP6 EchoRequest, id 1, seq 2, length 12", IPv6().Icmpv6Echo(1, 2).Payload(4)),
        ("IP6 2001:db8::1 > 2001:db8::2: ICMP6 NeighborSolicitation, code 0, length 24",
            IPv6(255).Icmpv6(Icmpv6Type.NeighborSolicitation).Payload(CaptureFiles.Bytes("20010db8000000000000000000000002"))),
        ("IP6 2001:db8::1.5 > 2001:db8::2.6: HopByHop, DestinationOptions, UDP, length 8",
            IPv6().HopByHop([5, 2, 0, 0]).DestinationOptions([0x1e, 6, 1, 2, 3, 4, 5, 6]).Udp(5, 6).Payload(8)),
        ("IP6 2001:db8::1 > 2001:db8::2: Udp fragment at 1232, length 16", IPv6().Fragment(1232, true, 0xabcdef, IpProtocol.Udp).Payload(16)),
        ("IP6 2001:db8::1.5 > 2001:db8:a::1.6: SRH left 2 [2001:db8:c::1 2001:db8:b::1 2001:db8:a::1], UDP, length 8",
            Ethernet().IPv6("2001:db8::1", "2001:db8:a::1").SegmentRouting(s_path).Udp(5, 6).Payload(8)),
        ("IP6 2001:db8::1.5 > 2001:db8:b::1.6: SRH left 1 [2001:db8:c::1 2001:db8:b::1 2001:db8:a::1], Flags [S], seq 0, win 64240, length 0",
            Ethernet().IPv6("2001:db8::1", "2001:db8:b::1").SegmentRouting(s_path, 1, 0x1234).Tcp(5, 6, TcpFlags.Syn)),
        ("IP6 2001:db8::1 > 2001:db8:a::1: SRH left 2 [2001:db8:c::1 2001:db8:b::1 2001:db8:a::1], IP 10.0.0.1 > 10.0.0.2: ICMP Echo, id 1, seq 1, length 8",
            Ethernet().IPv6("2001:db8::1", "2001:db8:a::1").SegmentRouting(s_path).IPv4("10.0.0.1", "10.0.0.2").IcmpEcho(1, 1)),
        ("vlan 100, p 5, IP 192.0.2.1.1 > 192.0.2.2.2: UDP, length 0", Ethernet().Vlan(100, 5, true).IPv4("192.0.2.1", "192.0.2.2").Udp(1, 2)),
        ("vlan 10, vlan 20, IP6 2001:db8::1.1 > 2001:db8::2.2: UDP, length 1", Ethernet().Vlan(10).Vlan(20).IPv6("2001:db8::1", "2001:db8::2").Udp(1, 2).Payload(1)),
        ("mpls 16 ttl 64, mpls 1048575 ttl 9, IP 192.0.2.1.1 > 192.0.2.2.2: UDP, length 2",
            Ethernet().Mpls(16).Mpls(0xfffff, 9, 3).IPv4("192.0.2.1", "192.0.2.2").Udp(1, 2).Payload(2)),
        ("IP 192.0.2.1 > 192.0.2.2: GRE: IP 10.0.0.1.1 > 10.0.0.2.2: UDP, length 3", IPv4().Gre().IPv4("10.0.0.1", "10.0.0.2").Udp(1, 2).Payload(3)),
        ("IP 192.0.2.1 > 192.0.2.2: GRE key 42: ARP, who has 10.0.0.2, tell 10.0.0.1",
            IPv4().Gre(42, 7, true).Ethernet(Alice, Bob).Arp(ArpOperation.Request, Mac(Alice), V4("10.0.0.1"), default, V4("10.0.0.2"))),
        ("IP 192.0.2.1.50000 > 192.0.2.2.4789: VXLAN 4711: IP6 2001:db8::1.1 > 2001:db8::2.2: UDP, length 4",
            IPv4().Udp(50000, VxlanHeader.Port).Vxlan(4711).Ethernet(Alice, Bob).IPv6("2001:db8::1", "2001:db8::2").Udp(1, 2).Payload(4)),
        ("IP 192.0.2.1 > 192.0.2.2: IP6 2001:db8::1 > 2001:db8::2: NoNextHeader, length 0", IPv4().IPv6("2001:db8::1", "2001:db8::2")),
        ("02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 0x88b5, length 20", Ethernet(LocalExperimental).Payload(6)),
    ];

    const EtherType LocalExperimental = (EtherType)0x88b5;

    static MacAddress Mac(string text) => MacAddress.Parse(text);

    static IPv4Address V4(string text) => IPv4Address.Parse(text);

    static PacketBuilder Ethernet(EtherType? type = null) => new PacketBuilder().Ethernet(Alice, Bob, type);

    static PacketBuilder IPv4() => Ethernet().IPv4("192.0.2.1", "192.0.2.2");

    static PacketBuilder IPv6(byte hopLimit = 64) => Ethernet().IPv6("2001:db8::1", "2001:db8::2", hopLimit);
}
