namespace Sluice.Bpf.Platform;

// Contexts that are sockets, or operations on sockets.
public static partial class ContextLayouts
{
    /// <summary>A socket that is made, bound or released.</summary>
    public static ContextLayout CgroupSock { get; } = new("bpf_sock", 80,
        new("bound_dev_if", 0, 4, FieldAccess.Whole, FieldAccess.Whole) { At = OpenSockets },
        new("family", 4, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("type", 8, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("protocol", 12, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("mark", 16, 4, FieldAccess.Whole, FieldAccess.Whole) { At = OpenSockets },
        new("priority", 20, 4, FieldAccess.Whole, FieldAccess.Whole) { At = OpenSockets },
        new("src_ip4", 24, 4, FieldAccess.Narrow) { At = [AttachType.CgroupInet4PostBind] },
        new("src_ip6", 28, 4, FieldAccess.Narrow) { Count = 4, At = [AttachType.CgroupInet6PostBind] },
        new("src_port", 44, 4, FieldAccess.Whole | FieldAccess.Leading) { At = [AttachType.CgroupInet4PostBind, AttachType.CgroupInet6PostBind] },
        new("dst_port", 48, 2, FieldAccess.Narrow),
        new("dst_port", 48, 4, FieldAccess.Whole),
        new("dst_ip4", 52, 4, FieldAccess.Narrow),
        new("dst_ip6", 56, 4, FieldAccess.Narrow) { Count = 4 },
        new("state", 72, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("rx_queue_mapping", 76, 4, FieldAccess.Whole | FieldAccess.Leading));

    /// <summary>A full socket, as socket helpers return it and contexts hold it: to read only.</summary>
    public static ContextLayout Socket { get; } = new("bpf_sock", 80,
        new("bound_dev_if", 0, 4, FieldAccess.Whole),
        new("family", 4, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("type", 8, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("protocol", 12, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("mark", 16, 4, FieldAccess.Whole),
        new("priority", 20, 4, FieldAccess.Whole),
        new("src_ip4", 24, 4, FieldAccess.Narrow),
        new("src_ip6", 28, 4, FieldAccess.Narrow) { Count = 4 },
        new("src_port", 44, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("dst_port", 48, 2, FieldAccess.Narrow),
        new("dst_port", 48, 4, FieldAccess.Whole),
        new("dst_ip4", 52, 4, FieldAccess.Narrow),
        new("dst_ip6", 56, 4, FieldAccess.Narrow) { Count = 4 },
        new("state", 72, 4, FieldAccess.Whole | FieldAccess.Leading),
        new("rx_queue_mapping", 76, 4, FieldAccess.Whole | FieldAccess.Leading));

    /// <summary>A socket of any state: some fields of <see cref="Socket"/> are missing.</summary>
    public static ContextLayout SocketCommon { get; } = Socket.Without("type", "protocol", "mark", "priority");

    /// <summary>A TCP socket: to read only.</summary>
    public static ContextLayout TcpSocket { get; } = new("bpf_tcp_sock", 112,
        new("snd_cwnd", 0, 4, FieldAccess.Whole),
        new("srtt_us", 4, 4, FieldAccess.Whole),
        new("rtt_min", 8, 4, FieldAccess.Whole),
        new("snd_ssthresh", 12, 4, FieldAccess.Whole),
        new("rcv_nxt", 16, 4, FieldAccess.Whole),
        new("snd_nxt", 20, 4, FieldAccess.Whole),
        new("snd_una", 24, 4, FieldAccess.Whole),
        new("mss_cache", 28, 4, FieldAccess.Whole),
        new("ecn_flags", 32, 4, FieldAccess.Whole),
        new("rate_delivered", 36, 4, FieldAccess.Whole),
        new("rate_interval_us", 40, 4, FieldAccess.Whole),
        new("packets_out", 44, 4, FieldAccess.Whole),
        new("retrans_out", 48, 4, FieldAccess.Whole),
        new("total_retrans", 52, 4, FieldAccess.Whole),
        new("segs_in", 56, 4, FieldAccess.Whole),
        new("data_segs_in", 60, 4, FieldAccess.Whole),
        new("segs_out", 64, 4, FieldAccess.Whole),
        new("data_segs_out", 68, 4, FieldAccess.Whole),
        new("lost_out", 72, 4, FieldAccess.Whole),
        new("sacked_out", 76, 4, FieldAccess.Whole),
        new("bytes_received", 80, 8, FieldAccess.Whole),
        new("bytes_acked", 88, 8, FieldAccess.Whole),
        new("dsack_dups", 96, 4, FieldAccess.Whole),
        new("delivered", 100, 4, FieldAccess.Whole),
        new("delivered_ce", 104, 4, FieldAccess.Whole),
        new("icsk_retransmits", 108, 4, FieldAccess.Whole));

    /// <summary>An AF_XDP socket: to read only.</summary>
    public static ContextLayout XdpSocket { get; } = new("bpf_xdp_sock", 4,
        [new("queue_id", 0, 4, FieldAccess.Whole)]);
}
