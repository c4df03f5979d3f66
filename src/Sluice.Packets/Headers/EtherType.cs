namespace Sluice.Packets;

/// <summary>What follows an Ethernet header, a VLAN tag or a GRE header (IANA "IEEE 802 Numbers").</summary>
/// <remarks>Values up to 1500 are not types: they are the length of an IEEE 802.3 frame.</remarks>
public enum EtherType : ushort
{
    /// <summary>IPv4, RFC 894.</summary>
    IPv4 = 0x0800,

    /// <summary>ARP, RFC 826.</summary>
    Arp = 0x0806,

    /// <summary>An Ethernet frame: in GRE, RFC 1701 ("transparent Ethernet bridging").</summary>
    TransparentEthernet = 0x6558,

    /// <summary>A customer VLAN tag, IEEE 802.1Q.</summary>
    Vlan = 0x8100,

    /// <summary>IPv6, RFC 2464.</summary>
    IPv6 = 0x86dd,

    /// <summary>MPLS, downstream-assigned labels, RFC 3032 and RFC 5332.</summary>
    Mpls = 0x8847,

    /// <summary>MPLS, upstream-assigned labels, RFC 5332.</summary>
    MplsUpstream = 0x8848,

    /// <summary>A service VLAN tag, IEEE 802.1ad: the outer one of QinQ.</summary>
    ServiceVlan = 0x88a8,
}
