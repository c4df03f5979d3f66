using Sluice.Chains.Code;

namespace Sluice.Chains.Semantics;

/// <summary>All headers and fields that scripts know by name.</summary>
/// <remarks>Layouts: IEEE 802.3 and 802.1Q, RFC 791, 826, 8200, 768, 9293, 792, 4443. EtherTypes and protocol numbers: IANA.</remarks>
static class PacketHeaders
{
    const int Always = -1;

    static readonly ChainType s_u8 = ChainType.U8, s_u16 = ChainType.U16, s_u32 = ChainType.U32, s_flag = ChainType.Boolean;

    /// <summary>The headers.</summary>
    public static readonly PacketHeader[] All =
    [
        new("eth", PacketLayer.Mac, Always,
            new("dst", ChainType.Mac, 0, 6), new("src", ChainType.Mac, 6, 6), new("type", s_u16, 12, 2)),
        new("ip", PacketLayer.Network, 0x0800,
            new("version", s_u8, 0, 1, 4, 4), new("ihl", s_u8, 0, 1, 0, 4), new("tos", s_u8, 1, 1), new("dscp", s_u8, 1, 1, 2, 6),
            new("ecn", s_u8, 1, 1, 0, 2), new("len", s_u16, 2, 2), new("id", s_u16, 4, 2), new("flags", s_u8, 6, 1, 5, 3),
            new("df", s_flag, 6, 1, 6, 1), new("mf", s_flag, 6, 1, 5, 1), new("frag", s_u16, 6, 2, 0, 13), new("ttl", s_u8, 8, 1),
            new("protocol", s_u8, 9, 1), new("checksum", s_u16, 10, 2), new("src", ChainType.IPv4, 12, 4), new("dst", ChainType.IPv4, 16, 4)),
        new("ip6", PacketLayer.Network, 0x86dd,
            new("version", s_u8, 0, 1, 4, 4), new("traffic_class", s_u8, 0, 2, 4, 8), new("dscp", s_u8, 0, 2, 6, 6), new("ecn", s_u8, 1, 1, 4, 2),
            new("flow_label", s_u32, 0, 4, 0, 20), new("payload_len", s_u16, 4, 2), new("next_header", s_u8, 6, 1), new("hop_limit", s_u8, 7, 1),
            new("src", ChainType.IPv6, 8, 16), new("dst", ChainType.IPv6, 24, 16)),
        new("arp", PacketLayer.Network, 0x0806,
            new("op", s_u16, 6, 2), new("sender_mac", ChainType.Mac, 8, 6), new("sender_ip", ChainType.IPv4, 14, 4),
            new("target_mac", ChainType.Mac, 18, 6), new("target_ip", ChainType.IPv4, 24, 4)),
        new("tcp", PacketLayer.Transport, 6,
            new("sport", s_u16, 0, 2), new("dport", s_u16, 2, 2), new("seq", s_u32, 4, 4), new("ack_seq", s_u32, 8, 4),
            new("doff", s_u8, 12, 1, 4, 4), new("flags", s_u8, 13, 1), new("cwr", s_flag, 13, 1, 7, 1), new("ece", s_flag, 13, 1, 6, 1),
            new("urg", s_flag, 13, 1, 5, 1), new("ack", s_flag, 13, 1, 4, 1), new("psh", s_flag, 13, 1, 3, 1), new("rst", s_flag, 13, 1, 2, 1),
            new("syn", s_flag, 13, 1, 1, 1), new("fin", s_flag, 13, 1, 0, 1), new("window", s_u16, 14, 2), new("checksum", s_u16, 16, 2),
            new("urgent", s_u16, 18, 2)),
        new("udp", PacketLayer.Transport, 17,
            new("sport", s_u16, 0, 2), new("dport", s_u16, 2, 2), new("len", s_u16, 4, 2), new("checksum", s_u16, 6, 2)),
        new("icmp", PacketLayer.Transport, 1,
            new("type", s_u8, 0, 1), new("code", s_u8, 1, 1), new("checksum", s_u16, 2, 2), new("id", s_u16, 4, 2), new("seq", s_u16, 6, 2)),
        new("icmp6", PacketLayer.Transport, 58,
            new("type", s_u8, 0, 1), new("code", s_u8, 1, 1), new("checksum", s_u16, 2, 2), new("id", s_u16, 4, 2), new("seq", s_u16, 6, 2)),
        new("payload", PacketLayer.Payload, Always),
    ];

    /// <summary>The header of that name, or null.</summary>
    public static PacketHeader? Find(string name) => Array.Find(All, header => header.Name == name);
}
