namespace Sluice.Bpf.Platform;

// Contexts that are neither packets nor sockets.
public static partial class ContextLayouts
{
    /// <summary>Access to a device.</summary>
    public static ContextLayout CgroupDevice { get; } = new("bpf_cgroup_dev_ctx", 12,
        new("access_type", 0, 4, FieldAccess.Narrow),
        new("major", 4, 4, FieldAccess.Whole),
        new("minor", 8, 4, FieldAccess.Whole));

    /// <summary>Access to a sysctl knob.</summary>
    public static ContextLayout CgroupSysctl { get; } = new("bpf_sysctl", 8,
        new("write", 0, 4, FieldAccess.Narrow),
        new("file_pos", 4, 4, FieldAccess.Narrow, FieldAccess.Whole));

    /// <summary>The registers at a probe, on x86-64.</summary>
    /// <remarks>arch/x86/include/uapi/asm/ptrace.h. Other machines have other registers.</remarks>
    public static ContextLayout Registers { get; } = new("pt_regs", 168,
        [new("regs", 0, 8, FieldAccess.Narrow) { Count = 21 }]);

    /// <summary>A sample of a perf event, on x86-64.</summary>
    public static ContextLayout PerfEvent { get; } = new("bpf_perf_event_data", 184,
        new("regs", 0, 8, FieldAccess.Whole) { Count = 21 },
        new("sample_period", 168, 8, FieldAccess.Narrow),
        new("addr", 176, 8, FieldAccess.Narrow));

    /// <summary>The fields of a tracepoint, which its format file describes; the first 8 bytes are the kernel's own.</summary>
    /// <remarks>include/linux/trace_events.h, PERF_MAX_TRACE_SIZE.</remarks>
    public static ContextLayout Tracepoint { get; } = new("tracepoint", 8192,
        [new("fields", 8, 8, FieldAccess.Narrow) { Count = 1023 }]);

    /// <summary>The arguments of a tracepoint.</summary>
    public static ContextLayout RawTracepoint { get; } = new("bpf_raw_tracepoint_args", 96,
        [new("args", 0, 8, FieldAccess.Narrow) { Count = 12 }]);

    /// <summary>The arguments of a writable tracepoint: the first is the buffer.</summary>
    public static ContextLayout WritableRawTracepoint { get; } = new("bpf_raw_tracepoint_args", 96,
        new("buffer", 0, 8, FieldAccess.Whole) { Kind = FieldKind.TracepointBuffer },
        new("args", 8, 8, FieldAccess.Narrow) { Count = 11 });

    /// <summary>The arguments of what the program is attached to.</summary>
    /// <remarks>How many there are, and which are pointers, which the program reads whole, is in the kernel's BTF.</remarks>
    public static ContextLayout Arguments { get; } = new("arguments", 96,
        [new("args", 0, 8, FieldAccess.Narrow) { Count = 12, Kind = FieldKind.TypedArgument }])
    {
        Form = ContextForm.TypedArguments,
    };

    /// <summary>A sample of an infrared receiver.</summary>
    public static ContextLayout LircSample { get; } = new("unsigned int", 4,
        [new("sample", 0, 4, FieldAccess.Whole)]);

    /// <summary>What the caller handed to a program that runs as a system call.</summary>
    public static ContextLayout SyscallArguments { get; } = new("arguments", 65528,
        [new("arguments", 0, 8, FieldAccess.Narrow, FieldAccess.Narrow) { Count = 8191 }]);

    /// <summary>A buffer of the host's: r1 is its address, r2 its length.</summary>
    public static ContextLayout Memory { get; } = new("memory", 0) { Form = ContextForm.Memory };

    /// <summary>What the function that an extension replaces gets.</summary>
    public static ContextLayout Target { get; } = new("target", 0) { Form = ContextForm.Target };
}
