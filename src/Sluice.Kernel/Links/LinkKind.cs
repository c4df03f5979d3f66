namespace Sluice.Kernel.Links;

/// <summary>Kinds of links.</summary>
/// <remarks>include/uapi/linux/bpf.h, enum bpf_link_type.</remarks>
public enum LinkKind
{
#pragma warning disable CS1591 // Each name says it.
    Unspecified = 0,
    RawTracepoint = 1,
    Tracing = 2,
    Cgroup = 3,
    Iterator = 4,
    NetworkNamespace = 5,
    Xdp = 6,
    PerfEvent = 7,
    KprobeMulti = 8,
    StructOps = 9,
    Netfilter = 10,
    Tcx = 11,
    UprobeMulti = 12,
    Netkit = 13,
    SockMap = 14,
#pragma warning restore CS1591
}
