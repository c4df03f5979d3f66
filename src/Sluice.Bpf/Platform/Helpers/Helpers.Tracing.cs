namespace Sluice.Bpf.Platform;

// Helpers for reading kernel and user memory, stacks, arguments of traced functions.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper ProbeRead = Add(new(4, "probe_read", Returns.Error, Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        Programs = ProgramTypes.Probes,
        GplOnly = true,
    });
    public static readonly Helper GetStackid = Add(new(27, "get_stackid", Returns.Scalar, Arg.Context, Arg.Map, Arg.Any)
    {
        Programs = ProgramTypes.Probes,
        Maps = [MapType.StackTrace],
        GplOnly = true,
    });
    public static readonly Helper ProbeWriteUser = Add(new(36, "probe_write_user", Returns.Error, Arg.Any, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = ProgramTypes.Probes,
        GplOnly = true,
    });
    public static readonly Helper ProbeReadStr = Add(new(
        45, "probe_read_str", Returns.SizeOrError(2), Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        Programs = ProgramTypes.Probes,
        GplOnly = true,
    });
    public static readonly Helper PerfProgReadValue = Add(new(
        56, "perf_prog_read_value", Returns.Error, Arg.Context, Arg.WriteMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.PerfEvent],
        GplOnly = true,
    });
    public static readonly Helper OverrideReturn = Add(new(58, "override_return", Returns.Scalar, Arg.Context, Arg.Any)
    {
        Programs = [ProgramType.Kprobe],
        GplOnly = true,
    });
    public static readonly Helper GetStack = Add(new(
        67, "get_stack", Returns.SizeOrError(3), Arg.Context, Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        Programs = ProgramTypes.Probes,
        GplOnly = true,
    });
    public static readonly Helper ProbeReadUser = Add(new(112, "probe_read_user", Returns.Error, Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        GplOnly = true,
    });
    public static readonly Helper ProbeReadKernel = Add(new(
        113, "probe_read_kernel", Returns.Error, Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        GplOnly = true,
    });
    public static readonly Helper ProbeReadUserStr = Add(new(
        114, "probe_read_user_str", Returns.SizeOrError(2), Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        GplOnly = true,
    });
    public static readonly Helper ProbeReadKernelStr = Add(new(
        115, "probe_read_kernel_str", Returns.SizeOrError(2), Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        GplOnly = true,
    });
    public static readonly Helper ReadBranchRecords = Add(new(
        119, "read_branch_records", Returns.Scalar, Arg.Context, Arg.ReadWriteMemoryOrNull, Arg.MemorySizeOrZero, Arg.Any)
    {
        Programs = [ProgramType.PerfEvent],
        GplOnly = true,
    });
    public static readonly Helper GetTaskStack = Add(new(
        141, "get_task_stack", Returns.SizeOrError(3), Arg.Object("task_struct"), Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any));
    public static readonly Helper DPath = Add(new(147, "d_path", Returns.Scalar, Arg.Object("path"), Arg.ReadWriteMemory, Arg.MemorySizeOrZero)
    {
        Programs = [ProgramType.Tracing, ProgramType.Lsm],
        OnlyAt =
        [
            new(ProgramType.Tracing, [AttachType.TraceIter, AttachType.TraceFentry, AttachType.TraceFexit, AttachType.ModifyReturn]),
        ],
    });
    public static readonly Helper CopyFromUser = Add(new(148, "copy_from_user", Returns.Scalar, Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        Effects = Effects.MaySleep,
    });
    public static readonly Helper SnprintfBtf = Add(new(
        149, "snprintf_btf", Returns.Scalar, Arg.ReadWriteMemory, Arg.MemorySize, Arg.ReadMemory, Arg.MemorySize, Arg.Any));
    public static readonly Helper GetFuncIp = Add(new(173, "get_func_ip", Returns.Scalar, Arg.Context)
    {
        Programs = [ProgramType.Kprobe, ProgramType.Tracing],
        GplOnly = true,
        OnlyAt = [new(ProgramType.Tracing, [AttachType.TraceFentry, AttachType.TraceFexit, AttachType.ModifyReturn])],
    });
    public static readonly Helper GetAttachCookie = Add(new(174, "get_attach_cookie", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Probes.Without(ProgramType.Syscall),
        OnlyAt =
        [
            new(ProgramType.Tracing, [AttachType.TraceRawTp, AttachType.TraceFentry, AttachType.TraceFexit, AttachType.ModifyReturn]),
            new(ProgramType.Lsm, [AttachType.LsmMac]),
        ],
    });
    public static readonly Helper GetBranchSnapshot = Add(new(176, "get_branch_snapshot", Returns.Scalar, Arg.WriteMemory, Arg.MemorySizeOrZero)
    {
        GplOnly = true,
    });
    public static readonly Helper FindVma = Add(new(
        180, "find_vma", Returns.Error, Arg.Object("task_struct"), Arg.Any, Arg.Callback(CallbackPrototype.FindVma), Arg.StackOrNull, Arg.Any));
    public static readonly Helper GetFuncArg = Add(new(183, "get_func_arg", Returns.Error, Arg.Context, Arg.Any, Arg.FixedWrite(8))
    {
        Programs = [ProgramType.Tracing, ProgramType.Lsm],
        OnlyAt =
        [
            new(ProgramType.Tracing, [AttachType.TraceFentry, AttachType.TraceFexit, AttachType.ModifyReturn]),
            new(ProgramType.Lsm, [AttachType.LsmMac]),
        ],
    });
    public static readonly Helper GetFuncRet = Add(new(184, "get_func_ret", Returns.Error, Arg.Context, Arg.FixedWrite(8))
    {
        Programs = [ProgramType.Tracing, ProgramType.Lsm],
        OnlyAt =
        [
            new(ProgramType.Tracing, [AttachType.TraceFentry, AttachType.TraceFexit, AttachType.ModifyReturn]),
            new(ProgramType.Lsm, [AttachType.LsmMac]),
        ],
    });
    public static readonly Helper GetFuncArgCnt = Add(new(185, "get_func_arg_cnt", Returns.Scalar, Arg.Context)
    {
        Programs = [ProgramType.Tracing, ProgramType.Lsm],
        OnlyAt =
        [
            new(ProgramType.Tracing, [AttachType.TraceFentry, AttachType.TraceFexit, AttachType.ModifyReturn]),
            new(ProgramType.Lsm, [AttachType.LsmMac]),
        ],
    });
    public static readonly Helper CopyFromUserTask = Add(new(
        191, "copy_from_user_task", Returns.Error, Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Any, Arg.Object("task_struct"), Arg.Any)
    {
        Effects = Effects.MaySleep,
        GplOnly = true,
    });
#pragma warning restore CS1591
}
