namespace Sluice.Bpf.Platform;

/// <summary>The kinds of programs, by Linux's numbers.</summary>
/// <remarks>include/uapi/linux/bpf.h, enum bpf_prog_type. Numbers from 0x5100 are Sluice's own and exist in process only.</remarks>
public enum ProgramType
{
#pragma warning disable CS1591 // Each name is the kernel's.
    Unspecified = 0,
    SocketFilter = 1,
    Kprobe = 2,
    SchedClassifier = 3,
    SchedAction = 4,
    Tracepoint = 5,
    Xdp = 6,
    PerfEvent = 7,
    CgroupSkb = 8,
    CgroupSock = 9,
    LwtIn = 10,
    LwtOut = 11,
    LwtXmit = 12,
    SockOps = 13,
    SkSkb = 14,
    CgroupDevice = 15,
    SkMsg = 16,
    RawTracepoint = 17,
    CgroupSockAddress = 18,
    LwtSeg6Local = 19,
    LircMode2 = 20,
    SkReuseport = 21,
    FlowDissector = 22,
    CgroupSysctl = 23,
    RawTracepointWritable = 24,
    CgroupSockOption = 25,
    Tracing = 26,
    StructOps = 27,
    Extension = 28,
    Lsm = 29,
    SkLookup = 30,
    Syscall = 31,
    Netfilter = 32,
#pragma warning restore CS1591

    /// <summary>A program over a buffer: r1 is its address, r2 its length in bytes. For embedding; in process only.</summary>
    Raw = 0x5100,

    /// <summary>The program of a Click element that lets packets pass or drops them (BPFFilter); in process only.</summary>
    ClickFilter = 0x5101,

    /// <summary>The program of a Click element that says which output a packet takes (BPFClassifier); in process only.</summary>
    ClickClassifier = 0x5102,

    /// <summary>The program of a Click element that changes packets (BPFRewriter); in process only.</summary>
    ClickRewriter = 0x5103,
}
