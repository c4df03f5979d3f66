using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

/// <summary>IP packets for element tests, made and later checked by the headers' own room.</summary>
static class Samples
{
    public static byte[] Udp(
        string source = "10.0.0.1", string destination = "192.0.2.9", ushort sourcePort = 1000, ushort destinationPort = 53, int payload = 8) =>
        new PacketBuilder().IPv4(source, destination).Udp(sourcePort, destinationPort).Payload(payload).ToArray();

    public static byte[] Tcp(
        string source = "10.0.0.1",
        string destination = "192.0.2.9",
        ushort sourcePort = 1000,
        ushort destinationPort = 80,
        TcpFlags flags = TcpFlags.Ack,
        int payload = 4,
        uint sequence = 1,
        uint acknowledgment = 0) =>
        new PacketBuilder().IPv4(source, destination).Tcp(sourcePort, destinationPort, flags, sequence, acknowledgment).Payload(payload).ToArray();

    public static byte[] Echo(string source = "10.0.0.1", string destination = "192.0.2.9", ushort id = 7, ushort number = 1, bool reply = false) =>
        new PacketBuilder().IPv4(source, destination).IcmpEcho(id, number, reply).Payload(16).ToArray();

    /// <summary>Is the transport checksum of an IP packet right?</summary>
    public static bool IsTransportValid(byte[] packet)
    {
        Assert.True(IPv4Header.TryRead(packet, out var ip));
        var segment = ip.Payload;
        var pseudo = ip.Protocol == IpProtocol.Icmp ? 0 : InternetChecksum.PseudoHeader(ip.Source, ip.Destination, ip.Protocol, segment.Length);
        return InternetChecksum.IsValid(segment, pseudo);
    }
}
