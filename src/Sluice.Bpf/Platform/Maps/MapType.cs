namespace Sluice.Bpf.Platform;

/// <summary>The kinds of maps, by Linux's numbers.</summary>
/// <remarks>include/uapi/linux/bpf.h, enum bpf_map_type. Numbers from 0x5100 are Sluice's own and exist in process only.</remarks>
public enum MapType
{
#pragma warning disable CS1591 // Each name is the kernel's.
    Unspecified = 0,
    Hash = 1,
    Array = 2,
    ProgramArray = 3,
    PerfEventArray = 4,
    PerCpuHash = 5,
    PerCpuArray = 6,
    StackTrace = 7,
    CgroupArray = 8,
    LruHash = 9,
    LruPerCpuHash = 10,
    LpmTrie = 11,
    ArrayOfMaps = 12,
    HashOfMaps = 13,
    DevMap = 14,
    SockMap = 15,
    CpuMap = 16,
    XskMap = 17,
    SockHash = 18,
    CgroupStorage = 19,
    ReuseportSockArray = 20,
    PerCpuCgroupStorage = 21,
    Queue = 22,
    Stack = 23,
    SkStorage = 24,
    DevMapHash = 25,
    StructOps = 26,
    RingBuffer = 27,
    InodeStorage = 28,
    TaskStorage = 29,
    BloomFilter = 30,
    UserRingBuffer = 31,
    CgrpStorage = 32,
    Arena = 33,
#pragma warning restore CS1591

    /// <summary>A hash whose entries expire, each after its own time: in process only.</summary>
    /// <remarks>
    /// <c>map_extra</c> is the default timeout in milliseconds (0: never); the upper 32 bits of an update's flags give an
    /// entry one of its own. Idle timeouts start anew at each lookup, unless
    /// <see cref="MapFlags.AbsoluteTimeout"/> is set.
    /// </remarks>
    TimeoutHash = 0x5100,
}
