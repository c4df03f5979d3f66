using Sluice.Packets;

namespace Sluice.Chains.Tests.Support;

/// <summary>Packets by short descriptions: <c>vlan hop udp 1000 53</c>; all IPv6 from 2001:db8::1 to 2001:db8::2.</summary>
static class PacketText
{
    const int PayloadLength = 8;

    public static byte[] Build(string text)
    {
        var words = text.Split(' ');
        var packet = new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02");
        if (words[0] == "vlan")
            packet.Vlan(7);
        packet.IPv6("2001:db8::1", "2001:db8::2");
        if (words.Contains("hop"))
            packet.HopByHop();
        var kind = Array.FindIndex(words, word => word is "udp" or "tcp" or "icmp" or "short");
        switch (words[kind])
        {
            case "udp":
                packet.Udp(ushort.Parse(words[kind + 1]), ushort.Parse(words[kind + 2]));
                break;
            case "tcp":
                packet.Tcp(ushort.Parse(words[kind + 1]), ushort.Parse(words[kind + 2]), TcpFlags.Syn);
                break;
            case "short":
                packet.Udp(1, 2);
                break;
            case "icmp":
                packet.Icmpv6Echo(1, 1);
                break;
        }

        var bytes = packet.Payload(PayloadLength).ToArray();
        return words[kind] == "short" ? bytes[..54] : bytes;
    }
}
