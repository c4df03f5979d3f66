namespace Sluice.Bpf.Platform;

/// <summary>struct __sk_buff as a whole, from which each program type's view is cut.</summary>
static class SkbFields
{
    public const int Size = 192;

    /// <summary>Everything that some program type may read; each hides some and may write to some.</summary>
    public static ContextLayout All { get; } = new("__sk_buff", Size,
        new("len", 0, 4, FieldAccess.Narrow),
        new("pkt_type", 4, 4, FieldAccess.Narrow),
        new("mark", 8, 4, FieldAccess.Narrow),
        new("queue_mapping", 12, 4, FieldAccess.Narrow),
        new("protocol", 16, 4, FieldAccess.Narrow),
        new("vlan_present", 20, 4, FieldAccess.Narrow),
        new("vlan_tci", 24, 4, FieldAccess.Narrow),
        new("vlan_proto", 28, 4, FieldAccess.Narrow),
        new("priority", 32, 4, FieldAccess.Narrow),
        new("ingress_ifindex", 36, 4, FieldAccess.Narrow),
        new("ifindex", 40, 4, FieldAccess.Narrow),
        new("tc_index", 44, 4, FieldAccess.Narrow),
        new("cb", 48, 4, FieldAccess.Narrow | FieldAccess.Pairs) { Count = 5 },
        new("hash", 68, 4, FieldAccess.Narrow),
        new("tc_classid", 72, 4, FieldAccess.Narrow),
        new("data", 76, 4, FieldAccess.Whole) { Kind = FieldKind.PacketStart },
        new("data_end", 80, 4, FieldAccess.Whole) { Kind = FieldKind.PacketEnd },
        new("napi_id", 84, 4, FieldAccess.Narrow),
        new("family", 88, 4, FieldAccess.Narrow),
        new("remote_ip4", 92, 4, FieldAccess.Whole),
        new("local_ip4", 96, 4, FieldAccess.Whole),
        new("remote_ip6", 100, 4, FieldAccess.Whole) { Count = 4 },
        new("local_ip6", 116, 4, FieldAccess.Whole) { Count = 4 },
        new("remote_port", 132, 4, FieldAccess.Narrow),
        new("local_port", 136, 4, FieldAccess.Narrow),
        new("data_meta", 140, 4, FieldAccess.Whole) { Kind = FieldKind.PacketMeta },
        new("flow_keys", 144, 8, FieldAccess.Whole) { Kind = FieldKind.FlowKeys },
        new("tstamp", 152, 8, FieldAccess.Whole),
        new("wire_len", 160, 4, FieldAccess.Narrow),
        new("gso_segs", 164, 4, FieldAccess.Narrow),
        new("sk", 168, 8, FieldAccess.Whole) { Kind = FieldKind.SocketCommonOrNull },
        new("gso_size", 176, 4, FieldAccess.Narrow),
        new("tstamp_type", 180, 1, FieldAccess.Whole),
        new("hwtstamp", 184, 8, FieldAccess.Whole));

    /// <summary>The fields of the packet's socket.</summary>
    public static string[] OfSocket { get; } =
        ["family", "remote_ip4", "local_ip4", "remote_ip6", "local_ip6", "remote_port", "local_port"];
}
