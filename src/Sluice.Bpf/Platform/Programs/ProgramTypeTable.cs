using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

/// <summary>What the platform knows of each program type.</summary>
/// <remarks>
/// Names as in bpftool; return values: kernel/bpf/verifier.c, check_return_code. What depends on the function that a program
/// is attached to is here as its strictest case.
/// </remarks>
public static class ProgramTypeTable
{
    // Before the rows, which use them.
    static ImmutableArray<PlaceRange> SocketAddressRanges =>
    [
        new(new(1, 1),
        [
            AttachType.CgroupUdp4Recvmsg, AttachType.CgroupUdp6Recvmsg, AttachType.CgroupUnixRecvmsg,
            AttachType.CgroupInet4Getpeername, AttachType.CgroupInet6Getpeername, AttachType.CgroupUnixGetpeername,
            AttachType.CgroupInet4Getsockname, AttachType.CgroupInet6Getsockname, AttachType.CgroupUnixGetsockname,
        ]),
        new(new(0, 3), [AttachType.CgroupInet4Bind, AttachType.CgroupInet6Bind]),
    ];

    static ImmutableArray<PlaceRange> TracingRanges =>
        [new(new(0, 0), [AttachType.TraceFentry, AttachType.TraceFexit]), new(new(0, 1), [AttachType.TraceIter])];

    // A hook that returns an error; one that returns nothing takes any value, or 1 in a control group.
    static ImmutableArray<PlaceRange> SecurityRanges =>
        [new(new(-4095, 0), [AttachType.LsmMac]), new(new(0, 1), [AttachType.LsmCgroup])];

    static readonly ProgramTypeInfo[] s_all =
    [
        new(ProgramType.SocketFilter, "socket_filter", ["socket"], ContextLayouts.SocketFilterSkb, 3, 19) { HasLegacyLoads = true },
        new(
            ProgramType.Kprobe, "kprobe",
            ["kprobe", "kretprobe", "ksyscall", "kretsyscall", "uprobe", "uretprobe", "usdt"],
            ContextLayouts.Registers, 4, 1)
        {
            RangesAt = [new(new(0, 1), [AttachType.TraceKprobeSession])],
        },
        new(ProgramType.SchedClassifier, "sched_cls", ["tc", "tcx", "classifier", "netkit"], ContextLayouts.TcSkb, 4, 1)
        {
            Packet = PacketAccess.ReadWrite,
            PacketArguments = PacketArguments.SomeHelpers,
            HasLegacyLoads = true,
        },
        new(ProgramType.SchedAction, "sched_act", ["action"], ContextLayouts.TcSkb, 4, 1)
        {
            Packet = PacketAccess.ReadWrite,
            PacketArguments = PacketArguments.SomeHelpers,
            HasLegacyLoads = true,
        },
        new(ProgramType.Tracepoint, "tracepoint", ["tracepoint", "tp"], ContextLayouts.Tracepoint, 4, 7),
        new(ProgramType.Xdp, "xdp", ["xdp"], ContextLayouts.Xdp, 4, 8)
        {
            Packet = PacketAccess.ReadWrite,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.PerfEvent, "perf_event", ["perf_event"], ContextLayouts.PerfEvent, 4, 9),
        new(ProgramType.CgroupSkb, "cgroup_skb", ["cgroup_skb", "cgroup/skb"], ContextLayouts.CgroupSkb, 4, 10)
        {
            Packet = PacketAccess.Read,
            PacketArguments = PacketArguments.SomeHelpers,
            Range = new(0, 1),
            RangesAt = [new(new(0, 3), [AttachType.CgroupInetEgress])],
        },
        new(ProgramType.CgroupSock, "cgroup_sock", ["cgroup/sock", "cgroup/post_bind"], ContextLayouts.CgroupSock, 4, 10)
        {
            Range = new(0, 1),
        },
        new(ProgramType.LwtIn, "lwt_in", ["lwt_in"], ContextLayouts.LwtSkb, 4, 10)
        {
            Packet = PacketAccess.Read,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.LwtOut, "lwt_out", ["lwt_out"], ContextLayouts.LwtSkb, 4, 10)
        {
            Packet = PacketAccess.Read,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.LwtXmit, "lwt_xmit", ["lwt_xmit"], ContextLayouts.LwtSkb, 4, 10)
        {
            Packet = PacketAccess.ReadWrite,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.SockOps, "sock_ops", ["sockops"], ContextLayouts.SockOps, 4, 13) { Packet = PacketAccess.Read, Range = new(0, 1) },
        new(ProgramType.SkSkb, "sk_skb", ["sk_skb"], ContextLayouts.SkSkb, 4, 14)
        {
            Packet = PacketAccess.ReadWrite,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.CgroupDevice, "cgroup_device", ["cgroup/dev"], ContextLayouts.CgroupDevice, 4, 15) { Range = new(0, 1) },
        new(ProgramType.SkMsg, "sk_msg", ["sk_msg"], ContextLayouts.SkMsg, 4, 17)
        {
            Packet = PacketAccess.ReadWrite,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.RawTracepoint, "raw_tracepoint", ["raw_tp", "raw_tracepoint"], ContextLayouts.RawTracepoint, 4, 17),
        new(
            ProgramType.CgroupSockAddress, "cgroup_sock_addr",
            ["cgroup/bind", "cgroup/connect", "cgroup/sendmsg", "cgroup/recvmsg", "cgroup/getpeername", "cgroup/getsockname"],
            ContextLayouts.SocketAddress, 4, 17)
        {
            Range = new(0, 1),
            RangesAt = SocketAddressRanges,
        },
        new(ProgramType.LwtSeg6Local, "lwt_seg6local", ["lwt_seg6local"], ContextLayouts.LwtSkb, 4, 18)
        {
            Packet = PacketAccess.Read,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.LircMode2, "lirc_mode2", ["lirc_mode2"], ContextLayouts.LircSample, 4, 18),
        new(ProgramType.SkReuseport, "sk_reuseport", ["sk_reuseport"], ContextLayouts.SkReuseport, 4, 19)
        {
            Packet = PacketAccess.Read,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.FlowDissector, "flow_dissector", ["flow_dissector"], ContextLayouts.FlowDissectorSkb, 4, 20)
        {
            Packet = PacketAccess.Read,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.CgroupSysctl, "cgroup_sysctl", ["cgroup/sysctl"], ContextLayouts.CgroupSysctl, 5, 2) { Range = new(0, 1) },
        new(
            ProgramType.RawTracepointWritable, "raw_tracepoint_writable",
            ["raw_tp.w", "raw_tracepoint.w"],
            ContextLayouts.WritableRawTracepoint, 5, 2),
        new(ProgramType.CgroupSockOption, "cgroup_sockopt", ["cgroup/getsockopt", "cgroup/setsockopt"], ContextLayouts.SocketOption, 5, 3)
        {
            Packet = PacketAccess.ReadWrite,
            PacketArguments = PacketArguments.AllHelpers,
            Range = new(0, 1),
        },
        new(ProgramType.Tracing, "tracing", ["fentry", "fexit", "fmod_ret", "tp_btf", "iter"], ContextLayouts.Arguments, 5, 5)
        {
            RangesAt = TracingRanges,
        },
        new(ProgramType.StructOps, "struct_ops", ["struct_ops"], ContextLayouts.Arguments, 5, 6),
        new(ProgramType.Extension, "ext", ["freplace"], ContextLayouts.Target, 5, 6),
        new(ProgramType.Lsm, "lsm", ["lsm", "lsm_cgroup"], ContextLayouts.Arguments, 5, 7) { RangesAt = SecurityRanges },
        new(ProgramType.SkLookup, "sk_lookup", ["sk_lookup"], ContextLayouts.SkLookup, 5, 9) { Range = new(0, 1) },
        new(ProgramType.Syscall, "syscall", ["syscall"], ContextLayouts.SyscallArguments, 5, 14),
        new(ProgramType.Netfilter, "netfilter", ["netfilter"], ContextLayouts.Netfilter, 6, 4) { Range = new(0, 1) },
        new(ProgramType.Raw, "raw", [], ContextLayouts.Memory, 0, 0),

        // Network Function Virtualization with UniBPF, sections 5.2.1 and 5.3: only a rewriter changes packets.
        new(ProgramType.ClickFilter, "click_filter", ["click/filter", "bpffilter"], ContextLayouts.Click, 0, 0)
        {
            Packet = PacketAccess.Read,
            PacketArguments = PacketArguments.SomeHelpers,
            Range = new(0, 2),
        },

        // How many outputs there are is in the router's configuration: any number goes, and one without an output drops.
        new(ProgramType.ClickClassifier, "click_classifier", ["click/classifier", "bpfclassifier"], ContextLayouts.Click, 0, 0)
        {
            Packet = PacketAccess.Read,
            PacketArguments = PacketArguments.SomeHelpers,
        },
        new(ProgramType.ClickRewriter, "click_rewriter", ["click/rewriter", "bpfrewriter"], ContextLayouts.Click, 0, 0)
        {
            Packet = PacketAccess.ReadWrite,
            PacketArguments = PacketArguments.SomeHelpers,
            Range = new(0, 1),
        },
    ];

    /// <summary>All program types, Linux's by number and then Sluice's own.</summary>
    public static IReadOnlyList<ProgramTypeInfo> All => s_all;

    /// <summary>What is known of a type; null for a number that is not one.</summary>
    public static ProgramTypeInfo? Find(ProgramType type)
    {
        var index = (int)type - 1;
        if ((uint)index < (uint)s_all.Length && s_all[index].Type == type)
            return s_all[index];
        return Array.Find(s_all, info => info.Type == type);
    }

    /// <summary>The type of this name (<c>sched_cls</c>), or null.</summary>
    public static ProgramTypeInfo? Find(string name) => Array.Find(s_all, info => info.Name == name);
}
