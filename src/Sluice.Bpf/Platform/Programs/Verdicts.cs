using System.Globalization;

namespace Sluice.Bpf.Platform;

/// <summary>The names of what programs return.</summary>
/// <remarks>include/uapi/linux: bpf.h (xdp_action, sk_action, tcx_action_base, bpf_ret_code), pkt_cls.h, netfilter.h,
/// if_link.h (netkit_action).</remarks>
public static class Verdicts
{
    static readonly Verdict[] s_xdp =
        [new(0, "XDP_ABORTED"), new(1, "XDP_DROP"), new(2, "XDP_PASS"), new(3, "XDP_TX"), new(4, "XDP_REDIRECT")];

    static readonly Verdict[] s_tc =
    [
        new(-1, "TC_ACT_UNSPEC"), new(0, "TC_ACT_OK"), new(1, "TC_ACT_RECLASSIFY"), new(2, "TC_ACT_SHOT"), new(3, "TC_ACT_PIPE"),
        new(4, "TC_ACT_STOLEN"), new(5, "TC_ACT_QUEUED"), new(6, "TC_ACT_REPEAT"), new(7, "TC_ACT_REDIRECT"), new(8, "TC_ACT_TRAP"),
    ];

    static readonly Verdict[] s_tcx = [new(-1, "TCX_NEXT"), new(0, "TCX_PASS"), new(2, "TCX_DROP"), new(7, "TCX_REDIRECT")];

    static readonly Verdict[] s_netkit =
        [new(-1, "NETKIT_NEXT"), new(0, "NETKIT_PASS"), new(2, "NETKIT_DROP"), new(7, "NETKIT_REDIRECT")];

    static readonly Verdict[] s_lwt = [new(0, "BPF_OK"), new(2, "BPF_DROP"), new(7, "BPF_REDIRECT"), new(128, "BPF_LWT_REROUTE")];

    static readonly Verdict[] s_dissector = [new(0, "BPF_OK"), new(2, "BPF_DROP"), new(129, "BPF_FLOW_DISSECTOR_CONTINUE")];

    static readonly Verdict[] s_socket = [new(0, "SK_DROP"), new(1, "SK_PASS")];

    static readonly Verdict[] s_netfilter = [new(0, "NF_DROP"), new(1, "NF_ACCEPT")];

    static readonly Verdict[] s_filter = [new(0, "drop")];

    static readonly Verdict[] s_group = [new(0, "deny"), new(1, "allow")];

    static readonly Verdict[] s_groupEgress =
        [new(0, "deny"), new(1, "allow"), new(2, "deny and slow down"), new(3, "allow and slow down")];

    static readonly Verdict[] s_clickFilter = [new(0, "abort"), new(1, "drop"), new(2, "pass")];

    static readonly Verdict[] s_clickRewriter = [new(0, "abort"), new(1, "success")];

    /// <summary>The named verdicts of a program type; none where every value is a number.</summary>
    /// <param name="type">The type.</param>
    /// <param name="place">Where the program is attached, if that is known.</param>
    public static IReadOnlyList<Verdict> Of(ProgramType type, AttachType? place = null) => (type, place) switch
    {
        (ProgramType.Xdp, _) => s_xdp,
        (ProgramType.SchedClassifier, AttachType.TcxIngress or AttachType.TcxEgress) => s_tcx,
        (ProgramType.SchedClassifier, AttachType.NetkitPrimary or AttachType.NetkitPeer) => s_netkit,
        (ProgramType.SchedClassifier or ProgramType.SchedAction, _) => s_tc,
        (ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtXmit or ProgramType.LwtSeg6Local, _) => s_lwt,
        (ProgramType.FlowDissector, _) => s_dissector,
        (ProgramType.SkSkb, AttachType.SkSkbStreamParser) => [],
        (ProgramType.SkSkb or ProgramType.SkMsg or ProgramType.SkReuseport or ProgramType.SkLookup, _) => s_socket,
        (ProgramType.Netfilter, _) => s_netfilter,
        (ProgramType.SocketFilter, _) => s_filter,
        (ProgramType.CgroupSkb, AttachType.CgroupInetEgress) => s_groupEgress,
        (ProgramType.CgroupSkb or ProgramType.CgroupSock or ProgramType.CgroupDevice or ProgramType.CgroupSockAddress
            or ProgramType.CgroupSysctl or ProgramType.CgroupSockOption, _) => s_group,
        (ProgramType.ClickFilter, _) => s_clickFilter,
        (ProgramType.ClickRewriter, _) => s_clickRewriter,
        _ => [],
    };

    /// <summary>The name of a value; the number itself, in decimal, where it has none.</summary>
    public static string Name(ProgramType type, int value, AttachType? place = null)
    {
        foreach (var verdict in Of(type, place))
        {
            if (verdict.Value == value)
                return verdict.Name;
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }
}
