namespace Sluice.Bpf.Platform;

// Helpers for control flow, time, random numbers, numbers and text, printing.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper KtimeGetNs = Add(new(5, "ktime_get_ns", Returns.Scalar) { Programs = ProgramTypes.All });
    public static readonly Helper TracePrintk = Add(new(6, "trace_printk", Returns.Scalar, Arg.ReadMemory, Arg.MemorySize)
    {
        IsVariadic = true,
        Programs = ProgramTypes.All,
        GplOnly = true,
    });
    public static readonly Helper GetPrandomU32 = Add(new(7, "get_prandom_u32", Returns.Scalar) { Programs = ProgramTypes.All });
    public static readonly Helper GetSmpProcessorId = Add(new(8, "get_smp_processor_id", Returns.CpuNumber)
    {
        Effects = Effects.KeepsArguments,
    });
    public static readonly Helper TailCall = Add(new(12, "tail_call", Returns.Nothing, Arg.Context, Arg.Map, Arg.Any)
    {
        Programs = ProgramTypes.All,
        Maps = [MapType.ProgramArray],
        Effects = Effects.MovesPacket | Effects.TailCalls,
    });
    public static readonly Helper GetNumaNodeId = Add(new(42, "get_numa_node_id", Returns.Scalar));
    public static readonly Helper Strtol = Add(new(105, "strtol", Returns.Scalar, Arg.ReadMemory, Arg.MemorySize, Arg.Any, Arg.FixedWrite(8)));
    public static readonly Helper Strtoul = Add(new(106, "strtoul", Returns.Scalar, Arg.ReadMemory, Arg.MemorySize, Arg.Any, Arg.FixedWrite(8)));
    public static readonly Helper Jiffies64 = Add(new(118, "jiffies64", Returns.Scalar));
    public static readonly Helper KtimeGetBootNs = Add(new(125, "ktime_get_boot_ns", Returns.Scalar) { Programs = ProgramTypes.All });
    public static readonly Helper KtimeGetCoarseNs = Add(new(160, "ktime_get_coarse_ns", Returns.Scalar)
    {
        Programs = ProgramTypes.Base.Without(
            ProgramType.Kprobe, ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.RawTracepoint,
            ProgramType.RawTracepointWritable, ProgramType.CgroupDevice, ProgramType.CgroupSockOption, ProgramType.Netfilter,
            ProgramType.Syscall, ProgramType.Tracing, ProgramType.Lsm),
    });
    public static readonly Helper Snprintf = Add(new(
        165, "snprintf", Returns.Scalar, Arg.ReadWriteMemoryOrNull, Arg.MemorySizeOrZero, Arg.ConstantString, Arg.ReadMemoryOrNull, Arg.MemorySizeOrZero)
    {
        GplOnly = true,
    });
    public static readonly Helper TraceVprintk = Add(new(
        177, "trace_vprintk", Returns.Scalar, Arg.ReadMemory, Arg.MemorySize, Arg.ReadMemoryOrNull, Arg.MemorySizeOrZero)
    {
        GplOnly = true,
    });
    public static readonly Helper Loop = Add(new(
        181, "loop", Returns.Scalar, Arg.Scalar, Arg.Callback(CallbackPrototype.Loop), Arg.StackOrNull, Arg.Any));
    public static readonly Helper Strncmp = Add(new(182, "strncmp", Returns.Scalar, Arg.ReadMemory, Arg.MemorySize, Arg.ConstantString));
    public static readonly Helper KtimeGetTaiNs = Add(new(208, "ktime_get_tai_ns", Returns.Scalar));
#pragma warning restore CS1591
}
