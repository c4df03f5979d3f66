namespace Sluice.Kernel.Features;

/// <summary>What the process may do (capabilities(7)).</summary>
[Flags]
public enum Capabilities : ulong
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>CAP_NET_ADMIN: load programs that handle packets, attach them to interfaces.</summary>
    NetAdmin = 1UL << 12,

    /// <summary>CAP_SYS_ADMIN: everything that the newer ones allow, and finding objects by id.</summary>
    SysAdmin = 1UL << 21,

    /// <summary>CAP_SYS_RESOURCE: raise one's own limits.</summary>
    SysResource = 1UL << 24,

    /// <summary>CAP_PERFMON: pointer arithmetic and tracing in programs.</summary>
    PerfMon = 1UL << 38,

    /// <summary>CAP_BPF: make maps and load programs.</summary>
    Bpf = 1UL << 39,
}
