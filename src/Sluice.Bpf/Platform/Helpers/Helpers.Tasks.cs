namespace Sluice.Bpf.Platform;

// Helpers for tasks, users, signals and task storage.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper GetCurrentPidTgid = Add(new(14, "get_current_pid_tgid", Returns.Scalar));
    public static readonly Helper GetCurrentUidGid = Add(new(15, "get_current_uid_gid", Returns.Scalar));
    public static readonly Helper GetCurrentComm = Add(new(16, "get_current_comm", Returns.Error, Arg.WriteMemory, Arg.MemorySize));
    public static readonly Helper GetCurrentTask = Add(new(35, "get_current_task", Returns.Scalar) { GplOnly = true });
    public static readonly Helper SendSignal = Add(new(109, "send_signal", Returns.Error, Arg.Any));
    public static readonly Helper SendSignalThread = Add(new(117, "send_signal_thread", Returns.Error, Arg.Any));
    public static readonly Helper GetNsCurrentPidTgid = Add(new(
        120, "get_ns_current_pid_tgid", Returns.Error, Arg.Any, Arg.Any, Arg.WriteMemory, Arg.MemorySize));
    public static readonly Helper TaskStorageGet = Add(new(
        156, "task_storage_get", Returns.MapValueOrNull, Arg.Map, Arg.ObjectOrNull("task_struct"), Arg.MapValueOrNull, Arg.Any)
    {
        Maps = [MapType.TaskStorage],
    });
    public static readonly Helper TaskStorageDelete = Add(new(
        157, "task_storage_delete", Returns.Error, Arg.Map, Arg.ObjectOrNull("task_struct"))
    {
        Maps = [MapType.TaskStorage],
    });
    public static readonly Helper GetCurrentTaskBtf = Add(new(158, "get_current_task_btf", Returns.Object("task_struct"))
    {
        GplOnly = true,
    });
    public static readonly Helper TaskPtRegs = Add(new(175, "task_pt_regs", Returns.Object("pt_regs"), Arg.Object("task_struct"))
    {
        GplOnly = true,
    });
#pragma warning restore CS1591
}
