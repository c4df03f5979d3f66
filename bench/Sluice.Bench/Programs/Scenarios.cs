using Sluice.Packets;

namespace Sluice.Bench.Programs;

/// <summary>The rows of the table, and the packets that all engines must agree on before anything is measured.</summary>
static class Scenarios
{
    const int SourceOffset = 26, DestinationOffset = 30;
    const int Flows = 1024;

    static readonly byte[] s_udp = IPv4().Udp(40000, 53).Payload(18).ToArray();

    /// <summary>The rows.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("empty", s_udp),
        new("parser", s_udp),
        new("flow hash and checksum", s_udp),
        new("checksum of 24 words", s_udp),
        new("counter per 5-tuple", s_udp) { AddressOffset = SourceOffset, Addresses = Sources() },
        new("route of 100 000", s_udp)
        {
            AddressOffset = DestinationOffset,
            Addresses = RoutingTable.Destinations(Flows),
            Fill = RoutingTable.Fill,
            FillNative = RoutingTable.Fill,
        },
        new("bucket of tokens", s_udp) { AddressOffset = SourceOffset, Addresses = Sources() },
        new("chain of 8 tail calls", s_udp),
        new("payload of 1500 bytes", IPv4().Udp(40000, 9).Payload(1472).ToArray()),
    ];

    /// <summary>Packets of many kinds, whole and cut.</summary>
    public static IReadOnlyList<byte[]> Samples { get; } =
    [
        [],
        s_udp,
        s_udp[..33],
        s_udp[..40],
        IPv4().Tcp(40000, 80, TcpFlags.Syn, 1, 0).ToArray(),
        IPv4().IcmpEcho(1, 2).Payload(56).ToArray(),
        Ethernet().Vlan(7).IPv4("192.0.2.1", "192.0.2.2").Udp(1, 2).Payload(900).ToArray(),
        Ethernet().Vlan(7).Vlan(9).IPv6("2001:db8::1", "2001:db8::2").Tcp(1, 2, TcpFlags.Ack, 1, 2).Payload(90).ToArray(),
        Ethernet().Vlan(7).Vlan(9).Vlan(11).IPv4("192.0.2.1", "192.0.2.2").Udp(1, 2).ToArray(),
        Ethernet().IPv6("2001:db8::1", "2001:db8::2").Udp(5, 6).Payload(2000).ToArray(),
        Ethernet((EtherType)0x88b5).Payload(100).ToArray(),
    ];

    static uint[] Sources()
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, Flows).Select(_ => (uint)random.NextInt64(1L << 32))];
    }

    static PacketBuilder Ethernet(EtherType? type = null) =>
        new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02", type);

    static PacketBuilder IPv4() => Ethernet().IPv4("192.0.2.1", "192.0.2.2");
}
