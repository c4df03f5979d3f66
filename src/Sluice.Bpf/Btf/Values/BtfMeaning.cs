namespace Sluice.Bpf.Btf.Values;

/// <summary>What the bytes of a value mean to a network, beyond their type in C.</summary>
public enum BtfMeaning
{
    /// <summary>Nothing beyond it.</summary>
    None,

    /// <summary>An IPv4 address, in network byte order.</summary>
    Ipv4,

    /// <summary>An IPv6 address.</summary>
    Ipv6,

    /// <summary>An Ethernet address.</summary>
    Mac,

    /// <summary>A number in network byte order: a port, most often.</summary>
    NetworkOrder,

    /// <summary>A protocol number or a checksum in network byte order, best read in hexadecimal.</summary>
    NetworkOrderHex,
}
