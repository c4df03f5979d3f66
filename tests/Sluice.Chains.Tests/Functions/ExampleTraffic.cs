using Sluice.Packets;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The traffic of the examples' captures: when, in nanoseconds, and what.</summary>
static class ExampleTraffic
{
    const long Start = 1_700_000_000_000_000_000, Millisecond = 1_000_000;
    const string Friend = "192.0.2.7", Stranger = "192.0.2.8";

    /// <summary>The captures, by the example's name.</summary>
    public static IReadOnlyDictionary<string, Func<IEnumerable<(long Time, byte[] Packet)>>> All { get; } =
        new Dictionary<string, Func<IEnumerable<(long, byte[])>>>
        {
            ["ddos"] = Attack,
            ["dpi"] = Payloads,
            ["mark-forward"] = Pairs,
            ["port-knock"] = Knocks,
            ["rate-limit"] = TwoSpeeds,
            ["srv6-tunnel"] = Prefixes,
        };

    public static byte[] Ssh(string source) => Frames.Ethernet().IPv4(source, Frames.Destination4).Tcp(4000, 22, TcpFlags.Syn).ToArray();

    public static byte[] Knock(string source, ushort port) => Frames.Ethernet().IPv4(source, Frames.Destination4).Udp(4000, port).ToArray();

    // Two that send 4000 a second each from the first quarter of a second on, four that send 20 a second all the time.
    static IEnumerable<(long, byte[])> Attack()
    {
        for (var millisecond = 0; millisecond < 500; millisecond++)
        {
            for (var sent = 0; sent < 8 && millisecond >= 250; sent++)
                yield return (Start + (millisecond * Millisecond) + (sent * 1000), Frames.Udp6($"2001:db8:bad::{(sent % 2) + 1}", payload: ""));
            for (var client = 0; client < 4 && millisecond % 50 == 0; client++)
                yield return (Start + (millisecond * Millisecond) + 10_000 + client, Frames.Udp6($"2001:db8:900d::{client + 1}", payload: ""));
        }
    }

    static IEnumerable<(long, byte[])> Payloads() => Timed(
        Frames.Udp4(payload: "foobar?"), Frames.Udp6(payload: "foobar!"), Frames.Udp4(payload: "foo"), Frames.Udp6(payload: "nothing of it"),
        Frames.Udp4(payload: "foobar"), Ssh(Frames.Source4), Frames.Arp);

    static IEnumerable<(long, byte[])> Pairs() => Timed(
        Frames.Udp6("2001:db8:1::1", "2001:db8:2::2"), Frames.Udp6("2001:db8:1::9", "2001:db8:2::2"), Frames.Udp6("2001:db8:1::1", "2001:db8:2::3"),
        Frames.Udp6("2001:db8:1::1", "2001:db8:2::2", hopLimit: 1), Frames.Udp4());

    static IEnumerable<(long, byte[])> Knocks() => Timed(
        Ssh(Friend), Knock(Friend, 7001), Knock(Friend, 8002), Knock(Friend, 9003), Ssh(Friend),
        Ssh(Stranger), Knock(Stranger, 7001), Knock(Stranger, 9003), Knock(Stranger, 8002), Knock(Stranger, 9003), Ssh(Stranger),
        Knock(Stranger, 53), Frames.Udp6());

    // One flow of 500 packets a second over IPv4 and one over IPv6, and one of 50 a second, for half a second.
    static IEnumerable<(long, byte[])> TwoSpeeds()
    {
        for (var millisecond = 0; millisecond < 500; millisecond += 2)
        {
            yield return (Start + (millisecond * Millisecond), Frames.Udp4(payload: ""));
            yield return (Start + (millisecond * Millisecond) + 1, Frames.Udp6(payload: ""));
            if (millisecond % 20 == 0)
                yield return (Start + (millisecond * Millisecond) + 2, Frames.Udp4("192.0.2.9", payload: ""));
        }
    }

    static IEnumerable<(long, byte[])> Prefixes() => Timed(
        Frames.Udp4(), Frames.Udp6(destination: "2001:db8:2::2"), Frames.Udp4(destination: "203.0.113.1"), Frames.Udp6(), Frames.Arp);

    static IEnumerable<(long, byte[])> Timed(params byte[][] packets) => packets.Select((packet, index) => (Start + (index * Millisecond), packet));
}
