using System.Buffers.Binary;
using Sluice.Packets;

namespace Sluice.Click.Tests.Classification;

/// <summary>IP packets, without a link header, that filter vectors name.</summary>
static class SamplePackets
{
    const string Gate = "10.0.0.1", Outside = "192.0.2.9", Resolver = "198.51.100.53";

    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["tcp"] = new PacketBuilder().IPv4(Gate, Outside).Tcp(40000, 80, TcpFlags.Ack | TcpFlags.Psh).ToArray(),
        ["syn"] = new PacketBuilder().IPv4(Gate, Outside)
            .Tcp(new TcpFields(40001, 80, TcpFlags.Syn) { SequenceNumber = 100, Window = 512 }, [2, 4, 5, 180]).ToArray(),
        ["ack"] = new PacketBuilder().IPv4(Outside, Gate).Tcp(80, 40000, TcpFlags.Ack).ToArray(),
        ["udp"] = new PacketBuilder().IPv4(Fields(Gate, Resolver) with { Ecn = 1 }).Udp(50000, 53).Payload(20).ToArray(),
        ["dns"] = new PacketBuilder().IPv4(Fields(Resolver, Gate) with { Dscp = 46 }).Udp(53, 50000).Payload(100).ToArray(),
        ["icmp"] = new PacketBuilder().IPv4(Fields(Gate, Outside) with { Ecn = 3 }).IcmpEcho(1, 2).ToArray(),
        ["reply"] = new PacketBuilder().IPv4(Outside, Gate, timeToLive: 1).IcmpEcho(1, 2, reply: true).ToArray(),
        ["first"] = new PacketBuilder().IPv4(Fields(Gate, Resolver) with { Identification = 7, MoreFragments = true })
            .Udp(50000, 53).Payload(16).ToArray(),
        // The bytes of a later fragment look like ports, but are none.
        ["later"] = new PacketBuilder()
            .IPv4(Fields(Gate, Resolver) with { Identification = 7, FragmentOffset = 24 }, IpProtocol.Udp).Payload([0, 53, 0, 80]).ToArray(),
        ["big"] = new PacketBuilder().IPv4(Fields("10.1.1.1", "203.0.113.1"), IpProtocol.Gre, [1, 1, 1, 0]).Payload(1200).ToArray(),
    };

    /// <summary>A random packet that is often nearly one of the samples, sometimes cut short.</summary>
    public static byte[] Random(Random random)
    {
        var samples = All.Values.ToArray();
        var packet = samples[random.Next(samples.Length)].AsSpan().ToArray();
        for (var changes = random.Next(6); changes > 0; changes--)
        {
            var at = random.Next(Math.Min(packet.Length, 40));
            packet[at] = random.Next(3) == 0 ? (byte)random.Next(256) : samples[random.Next(samples.Length)][at % 24];
        }

        packet[0] = (byte)(0x40 | (packet.Length >= 24 && random.Next(8) == 0 ? 6 : 5));
        return random.Next(4) == 0 ? packet[..random.Next(20, packet.Length + 1)] : packet;
    }

    public static int HeaderLength(byte[] packet) => Math.Min((packet[0] & 15) * 4, packet.Length);

    public static uint Word(ReadOnlySpan<byte> bytes, int offset)
    {
        Span<byte> word = stackalloc byte[4];
        word.Clear();
        bytes[offset..Math.Min(bytes.Length, offset + 4)].CopyTo(word);
        return BinaryPrimitives.ReadUInt32BigEndian(word);
    }

    static IPv4Fields Fields(string source, string destination) => new(IPv4Address.Parse(source), IPv4Address.Parse(destination));
}
