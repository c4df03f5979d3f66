using System.Net;
using Sluice.Packets;

namespace Sluice.Chains.Tests.Functions;

/// <summary>Packets that functions are called with.</summary>
static class Frames
{
    public const string Source6 = "2001:db8::1", Destination6 = "2001:db8::2", Source4 = "192.0.2.1", Destination4 = "192.0.2.2";

    /// <summary>What stands before the IP header.</summary>
    public const int Link = 14;

    public static PacketBuilder Ethernet(EtherType? type = null) => new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02", type);

    public static byte[] Udp6(string source = Source6, string destination = Destination6, byte hopLimit = 64, string payload = "hello") =>
        Ethernet().IPv6(source, destination, hopLimit).Udp(4000, 53).Payload(Text(payload)).ToArray();

    public static byte[] Udp4(string source = Source4, string destination = Destination4, byte timeToLive = 64, string payload = "hello") =>
        Ethernet().IPv4(source, destination, timeToLive).Udp(4000, 53).Payload(Text(payload)).ToArray();

    /// <summary>IPv4 or IPv6, by the name of the function that it is for.</summary>
    public static byte[] For(string function) => function.StartsWith("ip4", StringComparison.Ordinal) ? Udp4() : Udp6();

    /// <summary>A packet that is no IP.</summary>
    public static byte[] Arp => Ethernet()
        .Arp(ArpOperation.Request, MacAddress.Parse("02:00:00:00:00:01"), IPv4Address.Parse(Source4), default, IPv4Address.Parse(Destination4)).ToArray();

    /// <summary>A packet whose Ethernet header announces an IP header that is not there.</summary>
    public static byte[] Cut(byte[] packet, int length = Link + 8) => packet[..length];

    /// <summary>The key of maps by source and destination.</summary>
    public static byte[] Pair(string source, string destination) => [.. Address(source), .. Address(destination)];

    /// <summary>An address in network order.</summary>
    public static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();

    /// <summary>The number as keys and values of maps have it.</summary>
    public static byte[] Number(uint value) => BitConverter.GetBytes(value);

    public static byte[] Text(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
