namespace Sluice.Bpf.Platform;

/// <summary>Sets of program types that the tables name often.</summary>
public static class ProgramTypes
{
    /// <summary>Every type but <see cref="ProgramType.Extension"/>, whose rules are its target's.</summary>
    public static ProgramTypeSet All => Base.With(ProgramType.LircMode2);

    /// <summary>The types that get Linux's base set of helpers; infrared decoders do not.</summary>
    /// <remarks>kernel/bpf/helpers.c, bpf_base_func_proto; drivers/media/rc/bpf-lirc.c.</remarks>
    public static ProgramTypeSet Base => Packets | Sockets | Probes.With(
        ProgramType.CgroupDevice, ProgramType.CgroupSysctl, ProgramType.StructOps, ProgramType.Raw) | Click;

    /// <summary>The programs of Click elements.</summary>
    public static ProgramTypeSet Click => [ProgramType.ClickFilter, ProgramType.ClickClassifier, ProgramType.ClickRewriter];

    /// <summary>The types whose context is a packet.</summary>
    public static ProgramTypeSet Packets => (Tc | Lwt).With(ProgramType.SocketFilter, ProgramType.Xdp, ProgramType.CgroupSkb,
        ProgramType.SkSkb, ProgramType.FlowDissector, ProgramType.Netfilter);

    /// <summary>The types whose context is a socket, or an operation on one.</summary>
    public static ProgramTypeSet Sockets => [ProgramType.CgroupSock, ProgramType.SockOps, ProgramType.SkMsg,
        ProgramType.CgroupSockAddress, ProgramType.SkReuseport, ProgramType.CgroupSockOption, ProgramType.SkLookup];

    /// <summary>Traffic control.</summary>
    public static ProgramTypeSet Tc => [ProgramType.SchedClassifier, ProgramType.SchedAction];

    /// <summary>Lightweight tunnels.</summary>
    public static ProgramTypeSet Lwt => [ProgramType.LwtIn, ProgramType.LwtOut, ProgramType.LwtXmit, ProgramType.LwtSeg6Local];

    /// <summary>The types that may look into the kernel.</summary>
    /// <remarks>kernel/trace/bpf_trace.c, bpf_tracing_func_proto.</remarks>
    public static ProgramTypeSet Probes => [ProgramType.Kprobe, ProgramType.Tracepoint, ProgramType.PerfEvent,
        ProgramType.RawTracepoint, ProgramType.RawTracepointWritable, ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall];

    /// <summary>The types that may update and delete in maps of sockets with the plain map helpers.</summary>
    /// <remarks>kernel/bpf/verifier.c, may_update_sockmap. Tracing: iterators only. <see cref="ProgramType.SockOps"/> may
    /// delete, too, and updates with helpers of its own.</remarks>
    public static ProgramTypeSet SocketMapWriters => Tc.With(ProgramType.SocketFilter, ProgramType.Xdp, ProgramType.SkReuseport,
        ProgramType.FlowDissector, ProgramType.SkLookup, ProgramType.Tracing);

    /// <summary>The types that may look up sockets.</summary>
    internal static ProgramTypeSet SocketFinders =>
        Tc.With(ProgramType.Xdp, ProgramType.CgroupSkb, ProgramType.SkSkb, ProgramType.CgroupSockAddress);

    /// <summary>The types that may keep data with sockets, but for <see cref="ProgramType.CgroupSock"/>.</summary>
    internal static ProgramTypeSet SocketStorage => Tc.With(ProgramType.CgroupSkb, ProgramType.SockOps, ProgramType.SkMsg,
        ProgramType.CgroupSockAddress, ProgramType.CgroupSockOption, ProgramType.StructOps, ProgramType.Tracing, ProgramType.Lsm);

    /// <summary>The types that may cast sockets to kernel types.</summary>
    /// <remarks>net/core/filter.c, bpf_sk_base_func_proto.</remarks>
    internal static ProgramTypeSet SocketCasters => (Tc | Lwt).With(ProgramType.SocketFilter, ProgramType.Xdp,
        ProgramType.CgroupSkb, ProgramType.SockOps, ProgramType.SkSkb, ProgramType.SkMsg, ProgramType.CgroupSockAddress,
        ProgramType.FlowDissector, ProgramType.SkLookup, ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall);

    /// <summary>The types that name the socket whose options they read or set by its address, and not by the context.</summary>
    internal static ProgramTypeSet SocketOptionsOfSocket =>
        [ProgramType.CgroupSockOption, ProgramType.StructOps, ProgramType.Tracing, ProgramType.Lsm];
}
