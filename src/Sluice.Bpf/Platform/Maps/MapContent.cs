namespace Sluice.Bpf.Platform;

/// <summary>What the entries of a map are.</summary>
public enum MapContent : byte
{
    /// <summary>Values, plain bytes to the platform.</summary>
    Values,

    /// <summary>Programs, for tail calls.</summary>
    Programs,

    /// <summary>Maps.</summary>
    Maps,

    /// <summary>Network devices.</summary>
    Devices,

    /// <summary>CPUs.</summary>
    Cpus,

    /// <summary>AF_XDP sockets.</summary>
    XdpSockets,

    /// <summary>Sockets.</summary>
    Sockets,

    /// <summary>Perf events.</summary>
    PerfEvents,

    /// <summary>Control groups.</summary>
    ControlGroups,

    /// <summary>Records of a ring.</summary>
    Records,

    /// <summary>Memory pages.</summary>
    Pages,

    /// <summary>Call stacks.</summary>
    Stacks,

    /// <summary>Functions of a kernel interface.</summary>
    Operations,
}
