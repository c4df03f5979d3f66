using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects;

/// <summary>The section names that decide a program's type and where it attaches.</summary>
/// <remarks>
/// The names are libbpf's: Documentation/bpf/libbpf/program_types.rst of the kernel. A name is exact, or may be followed by
/// <c>/target</c>; the first row that matches wins.
/// </remarks>
public static class SectionNames
{
    /// <summary>The section of programs of which a Click element says what they are; filters if nobody does.</summary>
    public const string Open = "bpffilter";

    /// <summary>The section of the program that carries state over when an object takes the place of another one.</summary>
    public const string Migration = "click/migrate";

    static readonly SectionRule[] s_rules =
    [
        // Packets.
        new("socket", ProgramType.SocketFilter),
        new("xdp.frags/devmap", ProgramType.Xdp, AttachType.XdpDevmap, HasFragments: true),
        new("xdp/devmap", ProgramType.Xdp, AttachType.XdpDevmap),
        new("xdp.frags/cpumap", ProgramType.Xdp, AttachType.XdpCpumap, HasFragments: true),
        new("xdp/cpumap", ProgramType.Xdp, AttachType.XdpCpumap),
        new("xdp.frags", ProgramType.Xdp, AttachType.Xdp, HasFragments: true),
        new("xdp", ProgramType.Xdp, AttachType.Xdp),
        new("tc/ingress", ProgramType.SchedClassifier, AttachType.TcxIngress),
        new("tc/egress", ProgramType.SchedClassifier, AttachType.TcxEgress),
        new("tcx/ingress", ProgramType.SchedClassifier, AttachType.TcxIngress),
        new("tcx/egress", ProgramType.SchedClassifier, AttachType.TcxEgress),
        new("tc", ProgramType.SchedClassifier),
        new("classifier", ProgramType.SchedClassifier),
        new("action", ProgramType.SchedAction),
        new("netkit/primary", ProgramType.SchedClassifier, AttachType.NetkitPrimary),
        new("netkit/peer", ProgramType.SchedClassifier, AttachType.NetkitPeer),
        new("lwt_in", ProgramType.LwtIn),
        new("lwt_out", ProgramType.LwtOut),
        new("lwt_xmit", ProgramType.LwtXmit),
        new("lwt_seg6local", ProgramType.LwtSeg6Local),
        new("flow_dissector", ProgramType.FlowDissector, AttachType.FlowDissector),
        new("netfilter", ProgramType.Netfilter, AttachType.Netfilter),

        // Click's elements. The published programs of UniBPF all lie in "bpffilter": the element decides what they are.
        new(Open, ProgramType.ClickFilter),
        new("bpfclassifier", ProgramType.ClickClassifier),
        new("bpfrewriter", ProgramType.ClickRewriter),
        new("click/filter", ProgramType.ClickFilter),
        new("click/classifier", ProgramType.ClickClassifier),
        new("click/rewriter", ProgramType.ClickRewriter),
        new(Migration, ProgramType.ClickClassifier),

        // Sockets.
        new("sk_reuseport/migrate", ProgramType.SkReuseport, AttachType.SkReuseportSelectOrMigrate),
        new("sk_reuseport", ProgramType.SkReuseport, AttachType.SkReuseportSelect),
        new("sk_lookup", ProgramType.SkLookup, AttachType.SkLookup),
        new("sockops", ProgramType.SockOps, AttachType.CgroupSockOps),
        new("sk_skb/stream_parser", ProgramType.SkSkb, AttachType.SkSkbStreamParser),
        new("sk_skb/stream_verdict", ProgramType.SkSkb, AttachType.SkSkbStreamVerdict),
        new("sk_skb/verdict", ProgramType.SkSkb, AttachType.SkSkbVerdict),
        new("sk_skb", ProgramType.SkSkb),
        new("sk_msg", ProgramType.SkMsg, AttachType.SkMsgVerdict),

        // Control groups.
        new("cgroup_skb/ingress", ProgramType.CgroupSkb, AttachType.CgroupInetIngress),
        new("cgroup_skb/egress", ProgramType.CgroupSkb, AttachType.CgroupInetEgress),
        new("cgroup/skb", ProgramType.CgroupSkb),
        new("cgroup/sock_create", ProgramType.CgroupSock, AttachType.CgroupInetSockCreate),
        new("cgroup/sock_release", ProgramType.CgroupSock, AttachType.CgroupInetSockRelease),
        new("cgroup/sock", ProgramType.CgroupSock, AttachType.CgroupInetSockCreate),
        new("cgroup/post_bind4", ProgramType.CgroupSock, AttachType.CgroupInet4PostBind),
        new("cgroup/post_bind6", ProgramType.CgroupSock, AttachType.CgroupInet6PostBind),
        new("cgroup/bind4", ProgramType.CgroupSockAddress, AttachType.CgroupInet4Bind),
        new("cgroup/bind6", ProgramType.CgroupSockAddress, AttachType.CgroupInet6Bind),
        new("cgroup/connect4", ProgramType.CgroupSockAddress, AttachType.CgroupInet4Connect),
        new("cgroup/connect6", ProgramType.CgroupSockAddress, AttachType.CgroupInet6Connect),
        new("cgroup/connect_unix", ProgramType.CgroupSockAddress, AttachType.CgroupUnixConnect),
        new("cgroup/sendmsg4", ProgramType.CgroupSockAddress, AttachType.CgroupUdp4Sendmsg),
        new("cgroup/sendmsg6", ProgramType.CgroupSockAddress, AttachType.CgroupUdp6Sendmsg),
        new("cgroup/sendmsg_unix", ProgramType.CgroupSockAddress, AttachType.CgroupUnixSendmsg),
        new("cgroup/recvmsg4", ProgramType.CgroupSockAddress, AttachType.CgroupUdp4Recvmsg),
        new("cgroup/recvmsg6", ProgramType.CgroupSockAddress, AttachType.CgroupUdp6Recvmsg),
        new("cgroup/recvmsg_unix", ProgramType.CgroupSockAddress, AttachType.CgroupUnixRecvmsg),
        new("cgroup/getpeername4", ProgramType.CgroupSockAddress, AttachType.CgroupInet4Getpeername),
        new("cgroup/getpeername6", ProgramType.CgroupSockAddress, AttachType.CgroupInet6Getpeername),
        new("cgroup/getpeername_unix", ProgramType.CgroupSockAddress, AttachType.CgroupUnixGetpeername),
        new("cgroup/getsockname4", ProgramType.CgroupSockAddress, AttachType.CgroupInet4Getsockname),
        new("cgroup/getsockname6", ProgramType.CgroupSockAddress, AttachType.CgroupInet6Getsockname),
        new("cgroup/getsockname_unix", ProgramType.CgroupSockAddress, AttachType.CgroupUnixGetsockname),
        new("cgroup/sysctl", ProgramType.CgroupSysctl, AttachType.CgroupSysctl),
        new("cgroup/getsockopt", ProgramType.CgroupSockOption, AttachType.CgroupGetsockopt),
        new("cgroup/setsockopt", ProgramType.CgroupSockOption, AttachType.CgroupSetsockopt),
        new("cgroup/dev", ProgramType.CgroupDevice, AttachType.CgroupDevice),

        // Tracing.
        new("kprobe", ProgramType.Kprobe, TakesTarget: true),
        new("kretprobe", ProgramType.Kprobe, TakesTarget: true),
        new("kprobe.multi", ProgramType.Kprobe, AttachType.TraceKprobeMulti, TakesTarget: true),
        new("kretprobe.multi", ProgramType.Kprobe, AttachType.TraceKprobeMulti, TakesTarget: true),
        new("kprobe.session", ProgramType.Kprobe, AttachType.TraceKprobeSession, TakesTarget: true),
        new("uprobe", ProgramType.Kprobe, TakesTarget: true),
        new("uprobe.s", ProgramType.Kprobe, TakesTarget: true, IsSleepable: true),
        new("uretprobe", ProgramType.Kprobe, TakesTarget: true),
        new("uretprobe.s", ProgramType.Kprobe, TakesTarget: true, IsSleepable: true),
        new("uprobe.multi", ProgramType.Kprobe, AttachType.TraceUprobeMulti, TakesTarget: true),
        new("uprobe.multi.s", ProgramType.Kprobe, AttachType.TraceUprobeMulti, TakesTarget: true, IsSleepable: true),
        new("uretprobe.multi", ProgramType.Kprobe, AttachType.TraceUprobeMulti, TakesTarget: true),
        new("uretprobe.multi.s", ProgramType.Kprobe, AttachType.TraceUprobeMulti, TakesTarget: true, IsSleepable: true),
        new("uprobe.session", ProgramType.Kprobe, AttachType.TraceUprobeSession, TakesTarget: true),
        new("uprobe.session.s", ProgramType.Kprobe, AttachType.TraceUprobeSession, TakesTarget: true, IsSleepable: true),
        new("ksyscall", ProgramType.Kprobe, TakesTarget: true),
        new("kretsyscall", ProgramType.Kprobe, TakesTarget: true),
        new("usdt", ProgramType.Kprobe, TakesTarget: true),
        new("usdt.s", ProgramType.Kprobe, TakesTarget: true, IsSleepable: true),
        new("tracepoint", ProgramType.Tracepoint, TakesTarget: true),
        new("tp", ProgramType.Tracepoint, TakesTarget: true),
        new("raw_tracepoint", ProgramType.RawTracepoint, TakesTarget: true),
        new("raw_tp", ProgramType.RawTracepoint, TakesTarget: true),
        new("raw_tracepoint.w", ProgramType.RawTracepointWritable, TakesTarget: true),
        new("raw_tp.w", ProgramType.RawTracepointWritable, TakesTarget: true),
        new("tp_btf", ProgramType.Tracing, AttachType.TraceRawTp, TakesTarget: true),
        new("fentry", ProgramType.Tracing, AttachType.TraceFentry, TakesTarget: true),
        new("fentry.s", ProgramType.Tracing, AttachType.TraceFentry, TakesTarget: true, IsSleepable: true),
        new("fexit", ProgramType.Tracing, AttachType.TraceFexit, TakesTarget: true),
        new("fexit.s", ProgramType.Tracing, AttachType.TraceFexit, TakesTarget: true, IsSleepable: true),
        new("fmod_ret", ProgramType.Tracing, AttachType.ModifyReturn, TakesTarget: true),
        new("fmod_ret.s", ProgramType.Tracing, AttachType.ModifyReturn, TakesTarget: true, IsSleepable: true),
        new("freplace", ProgramType.Extension, TakesTarget: true),
        new("lsm", ProgramType.Lsm, AttachType.LsmMac, TakesTarget: true),
        new("lsm.s", ProgramType.Lsm, AttachType.LsmMac, TakesTarget: true, IsSleepable: true),
        new("lsm_cgroup", ProgramType.Lsm, AttachType.LsmCgroup, TakesTarget: true),
        new("iter", ProgramType.Tracing, AttachType.TraceIter, TakesTarget: true),
        new("iter.s", ProgramType.Tracing, AttachType.TraceIter, TakesTarget: true, IsSleepable: true),
        new("perf_event", ProgramType.PerfEvent),
        new("syscall", ProgramType.Syscall, IsSleepable: true),
        new("struct_ops", ProgramType.StructOps, TakesTarget: true),
        new("struct_ops.s", ProgramType.StructOps, TakesTarget: true, IsSleepable: true),
        new("lirc_mode2", ProgramType.LircMode2, AttachType.LircMode2),
    ];

    /// <summary>Every rule, in the order in which they are tried.</summary>
    public static IReadOnlyList<SectionRule> Rules => s_rules;

    /// <summary>The rule for a section, or null if no program type bears such a name.</summary>
    /// <param name="section">The section's name, without the leading <c>?</c>.</param>
    public static SectionRule? Find(ReadOnlySpan<char> section)
    {
        foreach (var rule in s_rules)
        {
            if (rule.Matches(section))
                return rule;
        }

        return null;
    }
}
