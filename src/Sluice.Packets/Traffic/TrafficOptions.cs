namespace Sluice.Packets;

/// <summary>What traffic to generate. The same options give the same packets on every machine.</summary>
/// <remarks>Addresses are by default those set aside for benchmarks: 198.18.0.0/15 (RFC 2544) and 2001:2::/48 (RFC 5180).
/// </remarks>
public sealed record TrafficOptions
{
    /// <summary>The most flows that a generator holds in memory.</summary>
    public const int MostFlows = 1 << 24;

    /// <summary>Chooses among all traffic that fits the other options.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Number of different flows (addresses, ports, protocol), from 1 to <see cref="MostFlows"/>.</summary>
    public int Flows { get; init; } = 1000;

    /// <summary>0 for flows that are equally popular; otherwise the exponent of Zipf's law, up to 8. Traffic of real
    /// links is near 1.</summary>
    public double ZipfExponent { get; init; }

    /// <summary>Lengths of the frames.</summary>
    public PacketSizes Sizes { get; init; } = PacketSizes.Imix;

    /// <summary>Packets a second of the timestamps, from 1 up to 10⁹.</summary>
    public int PacketsPerSecond { get; init; } = 1_000_000;

    /// <summary>How times between packets vary.</summary>
    public ArrivalProcess Arrivals { get; init; }

    /// <summary>Timestamp of the first packet: nanoseconds since 1970-01-01 UTC.</summary>
    public long StartTime { get; init; } = 1_700_000_000_000_000_000;

    /// <summary>How many flows are UDP, compared with <see cref="TcpWeight"/> and <see cref="IcmpWeight"/>.</summary>
    public int UdpWeight { get; init; } = 1;

    /// <summary>How many flows are TCP.</summary>
    public int TcpWeight { get; init; } = 1;

    /// <summary>How many flows are pings.</summary>
    public int IcmpWeight { get; init; }

    /// <summary>How many flows in a hundred are IPv6.</summary>
    public int IPv6Percent { get; init; }

    /// <summary>Flags of TCP packets: <see cref="Packets.TcpFlags.Syn"/> for a flood.</summary>
    public TcpFlags TcpFlags { get; init; } = TcpFlags.Psh | TcpFlags.Ack;

    /// <summary>Ports that flows go to, each as often as any other.</summary>
    public IReadOnlyList<ushort> DestinationPorts { get; init; } = [80, 443, 53, 8080];

    /// <summary>The VLAN of all packets, or null for no tag.</summary>
    public ushort? VlanId { get; init; }

    /// <summary>Sender on the link.</summary>
    public MacAddress SourceMac { get; init; } = new(0x020000000001);

    /// <summary>Receiver on the link.</summary>
    public MacAddress DestinationMac { get; init; } = new(0x020000000002);

    /// <summary>Where IPv4 flows come from.</summary>
    public IPv4Prefix SourcesV4 { get; init; } = new(new IPv4Address(0xc612_0000), 16);

    /// <summary>Where IPv4 flows go to.</summary>
    public IPv4Prefix DestinationsV4 { get; init; } = new(new IPv4Address(0xc613_0000), 16);

    /// <summary>Where IPv6 flows come from.</summary>
    public IPv6Prefix SourcesV6 { get; init; } = new(new IPv6Address(0x2001_0002_0000_0001, 0), 64);

    /// <summary>Where IPv6 flows go to.</summary>
    public IPv6Prefix DestinationsV6 { get; init; } = new(new IPv6Address(0x2001_0002_0000_0002, 0), 64);

    /// <summary>Checks that the options make sense together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which, what is wrong and what would do.
    /// </exception>
    public void Validate()
    {
        Require(Flows >= 1, nameof(Flows), Flows, "at least 1");
        Require(Flows <= MostFlows, nameof(Flows), Flows, $"at most {MostFlows}");
        Require(ZipfExponent is >= 0 and <= 8, nameof(ZipfExponent), ZipfExponent, "0 to 8");
        Require(PacketsPerSecond is >= 1 and <= 1_000_000_000, nameof(PacketsPerSecond), PacketsPerSecond, "1 to 1000000000");
        Require(StartTime >= 0, nameof(StartTime), StartTime, "a time from 1970 on");
        Require(UdpWeight >= 0 && TcpWeight >= 0 && IcmpWeight >= 0, "a protocol weight", -1, "no negative weight");
        Require((long)UdpWeight + TcpWeight + IcmpWeight > 0, "the sum of protocol weights", 0, "at least one above 0");
        Require(IPv6Percent is >= 0 and <= 100, nameof(IPv6Percent), IPv6Percent, "0 to 100");
        Require(DestinationPorts.Count > 0, "the number of destination ports", 0, "at least 1");
        Require(VlanId is null or <= VlanTag.MaxId, nameof(VlanId), VlanId ?? 0, "0 to 4095");
        var most = Math.Min(
            IPv6Percent < 100 ? FlowTable.MaxFlows(32 - SourcesV4.Length) : long.MaxValue,
            IPv6Percent > 0 ? FlowTable.MaxFlows(128 - SourcesV6.Length) : long.MaxValue);
        Require(Flows <= most, nameof(Flows), Flows, $"at most {most}, which the source prefixes have room for");
    }

    static void Require(bool condition, string name, double value, string expected)
    {
        if (!condition)
            throw new ArgumentException(FormattableString.Invariant($"{name} is {value}: expected {expected}."));
    }
}
