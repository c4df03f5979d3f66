namespace Sluice.Bpf.Platform;

// Contexts that are packets.
public static partial class ContextLayouts
{
    /// <summary>A packet as XDP sees it.</summary>
    public static ContextLayout Xdp { get; } = new("xdp_md", 24,
        new("data", 0, 4, FieldAccess.Whole) { Kind = FieldKind.PacketStart },
        new("data_end", 4, 4, FieldAccess.Whole) { Kind = FieldKind.PacketEnd },
        new("data_meta", 8, 4, FieldAccess.Whole) { Kind = FieldKind.PacketMeta },
        new("ingress_ifindex", 12, 4, FieldAccess.Whole),
        new("rx_queue_index", 16, 4, FieldAccess.Whole),
        new("egress_ifindex", 20, 4, FieldAccess.Whole) { At = [AttachType.XdpDevmap] });

    /// <summary>A packet as Click's elements see it: addresses of 64 bits.</summary>
    /// <remarks>Network Function Virtualization with UniBPF, section 5.2.1. struct click_md of bpf/include/sluice_click.h.</remarks>
    public static ContextLayout Click { get; } = new("click_md", 16,
        new("data", 0, 8, FieldAccess.Whole) { Kind = FieldKind.PacketStart },
        new("data_end", 8, 8, FieldAccess.Whole) { Kind = FieldKind.PacketEnd });

    /// <summary>A socket filter's packet.</summary>
    public static ContextLayout SocketFilterSkb { get; } = SkbFields.All
        .Without("tc_classid", "data", "data_end", "data_meta", "flow_keys", "tstamp", "wire_len", "tstamp_type", "hwtstamp")
        .Without(SkbFields.OfSocket)
        .Writable("cb");

    /// <summary>Traffic control's packet.</summary>
    public static ContextLayout TcSkb { get; } = SkbFields.All
        .Without("flow_keys").Without(SkbFields.OfSocket)
        .Writable("mark", "queue_mapping", "priority", "tc_index", "cb", "tc_classid", "tstamp");

    /// <summary>A control group's packet.</summary>
    public static ContextLayout CgroupSkb { get; } = SkbFields.All
        .Without("tc_classid", "data_meta", "flow_keys", "wire_len", "tstamp_type")
        .Writable("mark", "priority", "cb", "tstamp");

    /// <summary>A lightweight tunnel's packet.</summary>
    public static ContextLayout LwtSkb { get; } = SkbFields.All
        .Without("tc_classid", "data_meta", "flow_keys", "tstamp", "wire_len", "tstamp_type", "hwtstamp")
        .Without(SkbFields.OfSocket)
        .Writable("mark", "priority", "cb");

    /// <summary>A piece of a socket's stream.</summary>
    public static ContextLayout SkSkb { get; } = SkbFields.All
        .Without("mark", "tc_classid", "data_meta", "flow_keys", "tstamp", "wire_len", "tstamp_type", "hwtstamp")
        .Writable("priority", "tc_index");

    /// <summary>A flow dissector's packet.</summary>
    public static ContextLayout FlowDissectorSkb { get; } = new("__sk_buff", SkbFields.Size,
        new("data", 76, 4, FieldAccess.Whole) { Kind = FieldKind.PacketStart },
        new("data_end", 80, 4, FieldAccess.Whole) { Kind = FieldKind.PacketEnd },
        new("flow_keys", 144, 8, FieldAccess.Whole) { Kind = FieldKind.FlowKeys });

    /// <summary>A packet at a netfilter hook: kernel objects, whose fields the kernel's BTF has.</summary>
    public static ContextLayout Netfilter { get; } = new("bpf_nf_ctx", 16,
        new("state", 0, 8, FieldAccess.Whole) { Kind = FieldKind.Object, TypeName = "nf_hook_state" },
        new("skb", 8, 8, FieldAccess.Whole) { Kind = FieldKind.Object, TypeName = "sk_buff" });

    /// <summary>What a flow dissector fills in: plain memory.</summary>
    public static ContextLayout FlowKeys { get; } = new("bpf_flow_keys", 56,
        [new("keys", 0, 8, FieldAccess.Narrow, FieldAccess.Narrow) { Count = 7 }]);
}
