using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

/// <summary>Packets as no sane host sends them: random bytes, frames cut anywhere, frames with bits flipped.</summary>
static class MalformedPackets
{
    static readonly byte[][] s_frames =
    [
        Frame().IPv4("10.0.0.1", "192.0.2.9").Tcp(new TcpFields { SourcePort = 1000, DestinationPort = 80 }).Payload(40).ToArray(),
        Frame().IPv4("10.0.0.1", "192.0.2.9").Udp(1000, 53).Payload(20).ToArray(),
        Frame().IPv4("10.0.0.1", "192.0.2.9").IcmpEcho(1, 2).Payload(30).ToArray(),
        Frame().Vlan(5).IPv4("10.0.0.1", "10.0.0.2").Udp(7, 7).ToArray(),
        Frame().IPv6("2001:db8::1", "2001:db8::2").Udp(1000, 53).Payload(8).ToArray(),
        Frame().Arp(ArpOperation.Request, new MacAddress(0x020000000001), IPv4Address.Parse("10.0.0.1"), default, IPv4Address.Parse("10.0.0.2")).ToArray(),
    ];

    /// <summary>Writes a capture of them.</summary>
    public static void WriteTo(string path, int seed, int count)
    {
        var random = new Random(seed);
        WriteTo(path, [.. Enumerable.Range(0, count).Select(_ => Next(random))]);
    }

    /// <summary>Writes a capture of frames.</summary>
    public static void WriteTo(string path, byte[][] frames)
    {
        using var capture = CaptureWriter.Create(path, CaptureFormat.Pcap, new CaptureInterface(LinkType.Ethernet));
        foreach (var (i, frame) in frames.Index())
            capture.Write(1_000_000_000L * 86400 * 365 + i * 1000L, frame);
    }

    static byte[] Next(Random random)
    {
        var packet = random.Next(4) == 0 ? Noise(random) : (byte[])s_frames[random.Next(s_frames.Length)].Clone();
        for (var flips = random.Next(4); flips > 0 && packet.Length > 0; flips--)
            packet[random.Next(packet.Length)] ^= (byte)(1 << random.Next(8));
        return random.Next(3) == 0 ? packet[..random.Next(packet.Length + 1)] : packet;
    }

    static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(random.Next(20) == 0 ? 3000 : 120)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A frame's Ethernet header, to go on from.</summary>
    public static PacketBuilder Frame() => new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02");
}
