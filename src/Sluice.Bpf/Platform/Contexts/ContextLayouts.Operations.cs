namespace Sluice.Bpf.Platform;

// Contexts that are operations on sockets.
public static partial class ContextLayouts
{
    /// <summary>An event in the life of a TCP socket.</summary>
    public static ContextLayout SockOps { get; } = new("bpf_sock_ops", 224,
        new("op", 0, 4, FieldAccess.Whole),
        new("reply", 4, 4, FieldAccess.Whole, FieldAccess.Whole),
        new("args", 4, 4, FieldAccess.Whole) { Count = 4 },
        new("family", 20, 4, FieldAccess.Whole),
        new("remote_ip4", 24, 4, FieldAccess.Whole),
        new("local_ip4", 28, 4, FieldAccess.Whole),
        new("remote_ip6", 32, 4, FieldAccess.Whole) { Count = 4 },
        new("local_ip6", 48, 4, FieldAccess.Whole) { Count = 4 },
        new("remote_port", 64, 4, FieldAccess.Whole),
        new("local_port", 68, 4, FieldAccess.Whole),
        new("is_fullsock", 72, 4, FieldAccess.Whole),
        new("snd_cwnd", 76, 4, FieldAccess.Whole),
        new("srtt_us", 80, 4, FieldAccess.Whole),
        new("bpf_sock_ops_cb_flags", 84, 4, FieldAccess.Whole),
        new("state", 88, 4, FieldAccess.Whole),
        new("rtt_min", 92, 4, FieldAccess.Whole),
        new("snd_ssthresh", 96, 4, FieldAccess.Whole),
        new("rcv_nxt", 100, 4, FieldAccess.Whole),
        new("snd_nxt", 104, 4, FieldAccess.Whole),
        new("snd_una", 108, 4, FieldAccess.Whole),
        new("mss_cache", 112, 4, FieldAccess.Whole),
        new("ecn_flags", 116, 4, FieldAccess.Whole),
        new("rate_delivered", 120, 4, FieldAccess.Whole),
        new("rate_interval_us", 124, 4, FieldAccess.Whole),
        new("packets_out", 128, 4, FieldAccess.Whole),
        new("retrans_out", 132, 4, FieldAccess.Whole),
        new("total_retrans", 136, 4, FieldAccess.Whole),
        new("segs_in", 140, 4, FieldAccess.Whole),
        new("data_segs_in", 144, 4, FieldAccess.Whole),
        new("segs_out", 148, 4, FieldAccess.Whole),
        new("data_segs_out", 152, 4, FieldAccess.Whole),
        new("lost_out", 156, 4, FieldAccess.Whole),
        new("sacked_out", 160, 4, FieldAccess.Whole),
        new("sk_txhash", 164, 4, FieldAccess.Whole, FieldAccess.Whole),
        new("bytes_received", 168, 8, FieldAccess.Whole),
        new("bytes_acked", 176, 8, FieldAccess.Whole),
        new("sk", 184, 8, FieldAccess.Whole) { Kind = FieldKind.SocketOrNull },
        new("skb_data", 192, 8, FieldAccess.Whole) { Kind = FieldKind.PacketStart },
        new("skb_data_end", 200, 8, FieldAccess.Whole) { Kind = FieldKind.PacketEnd },
        new("skb_len", 208, 4, FieldAccess.Whole),
        new("skb_tcp_flags", 212, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("skb_hwtstamp", 216, 8, FieldAccess.Whole));

    /// <summary>A message that a socket sends.</summary>
    public static ContextLayout SkMsg { get; } = new("sk_msg_md", 80,
        new("data", 0, 8, FieldAccess.Whole) { Kind = FieldKind.PacketStart },
        new("data_end", 8, 8, FieldAccess.Whole) { Kind = FieldKind.PacketEnd },
        new("family", 16, 4, FieldAccess.Whole),
        new("remote_ip4", 20, 4, FieldAccess.Whole),
        new("local_ip4", 24, 4, FieldAccess.Whole),
        new("remote_ip6", 28, 4, FieldAccess.Whole) { Count = 4 },
        new("local_ip6", 44, 4, FieldAccess.Whole) { Count = 4 },
        new("remote_port", 60, 4, FieldAccess.Whole),
        new("local_port", 64, 4, FieldAccess.Whole),
        new("size", 68, 4, FieldAccess.Whole),
        new("sk", 72, 8, FieldAccess.Whole) { Kind = FieldKind.Socket });

    /// <summary>An address in a system call on a socket.</summary>
    public static ContextLayout SocketAddress { get; } = new("bpf_sock_addr", 72,
        new("user_family", 0, 4, FieldAccess.Whole),
        new("user_ip4", 4, 4, FieldAccess.Narrow, FieldAccess.Whole) { At = Ip4Places },
        new("user_ip6", 8, 4, FieldAccess.Narrow | FieldAccess.Pairs, FieldAccess.Whole | FieldAccess.Pairs) { Count = 4, At = Ip6Places },
        new("user_port", 24, 4, FieldAccess.Narrow, FieldAccess.Whole),
        new("family", 28, 4, FieldAccess.Whole),
        new("type", 32, 4, FieldAccess.Whole),
        new("protocol", 36, 4, FieldAccess.Whole),
        new("msg_src_ip4", 40, 4, FieldAccess.Narrow, FieldAccess.Whole) { At = [AttachType.CgroupUdp4Sendmsg] },
        new("msg_src_ip6", 44, 4, FieldAccess.Narrow | FieldAccess.Pairs, FieldAccess.Whole | FieldAccess.Pairs) { Count = 4, At = [AttachType.CgroupUdp6Sendmsg] },
        new("sk", 64, 8, FieldAccess.Whole) { Kind = FieldKind.Socket });

    /// <summary>A packet looking for one of the sockets that share a port.</summary>
    public static ContextLayout SkReuseport { get; } = new("sk_reuseport_md", 56,
        new("data", 0, 8, FieldAccess.Whole) { Kind = FieldKind.PacketStart },
        new("data_end", 8, 8, FieldAccess.Whole) { Kind = FieldKind.PacketEnd },
        new("len", 16, 4, FieldAccess.Narrow),
        new("eth_protocol", 20, 4, FieldAccess.Whole),
        new("eth_protocol", 20, 2, FieldAccess.Whole) { Count = 2 },
        new("ip_protocol", 24, 4, FieldAccess.Narrow),
        new("bind_inany", 28, 4, FieldAccess.Narrow),
        new("hash", 32, 4, FieldAccess.Whole),
        new("sk", 40, 8, FieldAccess.Whole) { Kind = FieldKind.Socket },
        new("migrating_sk", 48, 8, FieldAccess.Whole) { Kind = FieldKind.SocketCommonOrNull });

    /// <summary>A packet looking for a listening socket.</summary>
    public static ContextLayout SkLookup { get; } = new("bpf_sk_lookup", 72,
        new("sk", 0, 8, FieldAccess.Whole) { Kind = FieldKind.SocketOrNull },
        new("family", 8, 4, FieldAccess.Narrow),
        new("protocol", 12, 4, FieldAccess.Narrow),
        new("remote_ip4", 16, 4, FieldAccess.Narrow),
        new("remote_ip6", 20, 4, FieldAccess.Narrow) { Count = 4 },
        new("remote_port", 36, 4, FieldAccess.Narrow),
        new("local_ip4", 40, 4, FieldAccess.Narrow),
        new("local_ip6", 44, 4, FieldAccess.Narrow) { Count = 4 },
        new("local_port", 60, 4, FieldAccess.Narrow),
        new("ingress_ifindex", 64, 4, FieldAccess.Narrow));

    /// <summary>A socket option that is read or set.</summary>
    /// <remarks>The option's value is laid out as a packet is.</remarks>
    public static ContextLayout SocketOption { get; } = new("bpf_sockopt", 40,
        new("sk", 0, 8, FieldAccess.Whole) { Kind = FieldKind.Socket },
        new("optval", 8, 8, FieldAccess.Whole) { Kind = FieldKind.PacketStart },
        new("optval_end", 16, 8, FieldAccess.Whole) { Kind = FieldKind.PacketEnd },
        new("level", 24, 4, FieldAccess.Whole, FieldAccess.Whole) { WritableAt = [AttachType.CgroupSetsockopt] },
        new("optname", 28, 4, FieldAccess.Whole, FieldAccess.Whole) { WritableAt = [AttachType.CgroupSetsockopt] },
        new("optlen", 32, 4, FieldAccess.Whole, FieldAccess.Whole),
        new("retval", 36, 4, FieldAccess.Whole, FieldAccess.Whole) { At = [AttachType.CgroupGetsockopt] });
}
