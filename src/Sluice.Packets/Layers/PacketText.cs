using System.Text;

namespace Sluice.Packets;

/// <summary>Says in one line what a packet is, much as tcpdump does.</summary>
public static class PacketText
{
    /// <summary>One line for people: addresses, ports, flags, and what tunnels carry. Never throws.</summary>
    /// <param name="packet">The bytes.</param>
    /// <param name="linkType">What they start with.</param>
    /// <example><c>vlan 100, IP 192.0.2.1.40000 &gt; 192.0.2.2.80: Flags [S], seq 1, win 64240, length 0</c></example>
    public static string Describe(ReadOnlySpan<byte> packet, LinkType linkType = LinkType.Ethernet)
    {
        var text = new StringBuilder();
        new PacketDescriber(text).Link(packet, linkType);
        return text.ToString();
    }

    /// <summary>The flags of TCP as tcpdump writes them: S for SYN, a dot for ACK, and so on.</summary>
    public static string Describe(TcpFlags flags)
    {
        const string Letters = "FSRP.UEWe";
        var text = new StringBuilder();
        for (var bit = 0; bit < Letters.Length; bit++)
        {
            if (((int)flags >> bit & 1) != 0)
                text.Append(Letters[bit]);
        }

        return text.Length == 0 ? "none" : text.ToString();
    }
}
