namespace Sluice.Bpf.Platform;

// Helpers for spin locks, timers, kernel pointers and per-CPU variables.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper SpinLock = Add(new(93, "spin_lock", Returns.Nothing, Arg.SpinLock) { Effects = Effects.TakesLock });
    public static readonly Helper SpinUnlock = Add(new(94, "spin_unlock", Returns.Nothing, Arg.SpinLock)
    {
        Effects = Effects.ReleasesLock,
    });
    public static readonly Helper PerCpuPtr = Add(new(153, "per_cpu_ptr", Returns.PerCpuObjectOrNull, Arg.PerCpuObject, Arg.Any));
    public static readonly Helper ThisCpuPtr = Add(new(154, "this_cpu_ptr", Returns.PerCpuObject, Arg.PerCpuObject));
    public static readonly Helper TimerInit = Add(new(169, "timer_init", Returns.Error, Arg.Timer, Arg.Map, Arg.Any)
    {
        Maps = [MapType.Hash, MapType.Array, MapType.LruHash, MapType.TimeoutHash],
        GplOnly = true,
    });
    public static readonly Helper TimerSetCallback = Add(new(
        170, "timer_set_callback", Returns.Error, Arg.Timer, Arg.Callback(CallbackPrototype.Timer))
    {
        GplOnly = true,
    });
    public static readonly Helper TimerStart = Add(new(171, "timer_start", Returns.Error, Arg.Timer, Arg.Any, Arg.Any) { GplOnly = true });
    public static readonly Helper TimerCancel = Add(new(172, "timer_cancel", Returns.Scalar, Arg.Timer) { GplOnly = true });
    public static readonly Helper KptrXchg = Add(new(
        194, "kptr_xchg", Returns.KernelPointerOrNull, Arg.KernelPointerSlot, Arg.ReleasedKernelPointerOrNull)
    {
        Effects = Effects.AcquiresReference,
    });
#pragma warning restore CS1591
}
