namespace Sluice.Packets;

/// <summary>What the first bytes of a captured packet are.</summary>
/// <remarks>The LINKTYPE_ registry (draft-ietf-opsawg-pcaplinktype). A file may hold a number that has no name here: it
/// is kept as it is, in both directions.</remarks>
public enum LinkType : ushort
{
    /// <summary>BSD loopback: a 4-byte protocol family in the byte order of the capturing host.</summary>
    Null = 0,

    /// <summary>Ethernet II and IEEE 802.3, from the destination address, without preamble.</summary>
    Ethernet = 1,

    /// <summary>PPP, RFC 1661 and RFC 1662.</summary>
    Ppp = 9,

    /// <summary>IPv4 or IPv6 from the first byte, told apart by the version.</summary>
    Raw = 101,

    /// <summary>OpenBSD loopback: a 4-byte protocol family in network byte order.</summary>
    Loop = 108,

    /// <summary>Linux "cooked" capture, version 1: what <c>tcpdump -i any</c> wrote for years.</summary>
    LinuxSll = 113,

    /// <summary>IEEE 802.11 with a radiotap header.</summary>
    Ieee80211Radiotap = 127,

    /// <summary>IPv4 from the first byte.</summary>
    IPv4 = 228,

    /// <summary>IPv6 from the first byte.</summary>
    IPv6 = 229,

    /// <summary>Linux netlink messages (nlmon).</summary>
    Netlink = 253,

    /// <summary>Linux "cooked" capture, version 2, with the interface index.</summary>
    LinuxSll2 = 276,
}
