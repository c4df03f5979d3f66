using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Timers;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>Timers in map values. Flags and answers: kernel/bpf/helpers.c.</summary>
/// <remarks>The first word of <c>struct bpf_timer</c> holds the timer's number in the <see cref="TimerTable"/>; 0 is none.</remarks>
static unsafe class TimerHelpers
{
    // CLOCK_REALTIME, CLOCK_MONOTONIC and CLOCK_BOOTTIME.
    const ulong RealTime = 0, Monotonic = 1, BootTime = 7;

    // BPF_F_TIMER_ABS and BPF_F_TIMER_CPU_PIN.
    const ulong Absolute = 1, PinToCpu = 2;

    const long NanosecondsPerTick = 100;

    // The longest time that System.Threading.Timer takes.
    static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public static ulong Initialise(Cpu cpu, ulong timer, ulong map, ulong clock, ulong r4, ulong r5)
    {
        if (clock is not (RealTime or Monotonic or BootTime))
            return Fail(Errno.InvalidArgument);
        ref var number = ref *(ulong*)timer;
        if (Volatile.Read(ref number) != 0)
            return Fail(Errno.Busy);
        var owner = MapTable.Get(map);
        var value = owner.ValueAround((byte*)timer);
        if (value == null || owner.CopyKeyOf(value) is not { } key)
            return Fail(Errno.InvalidArgument);

        var made = new BpfTimer(cpu.Runtime, owner, key, value);
        if (Interlocked.CompareExchange(ref number, cpu.Runtime.Timers.Add(made), 0) == 0)
            return Success;
        made.Dispose();
        return Fail(Errno.Busy);
    }

    public static ulong SetCallback(Cpu cpu, ulong timer, ulong callback, ulong r3, ulong r4, ulong r5)
    {
        if (Find(cpu, timer) is not { } found || CallbackTarget.Find(callback) is not { } target)
            return Fail(Errno.InvalidArgument);
        found.SetCallback(cpu.Program!, target);
        return Success;
    }

    public static ulong Start(Cpu cpu, ulong timer, ulong nanoseconds, ulong flags, ulong r4, ulong r5)
    {
        if ((flags & ~(Absolute | PinToCpu)) != 0 || Find(cpu, timer) is not { } found)
            return Fail(Errno.InvalidArgument);
        var wait = (flags & Absolute) != 0 ? Math.Max((long)nanoseconds - cpu.Runtime.Now, 0) : (long)Math.Min(nanoseconds, long.MaxValue);
        var due = TimeSpan.FromTicks((wait / NanosecondsPerTick) + (wait % NanosecondsPerTick > 0 ? 1 : 0));
        return Fail(found.Start(due < s_longest ? due : s_longest));
    }

    public static ulong Cancel(Cpu cpu, ulong timer, ulong r2, ulong r3, ulong r4, ulong r5) =>
        Find(cpu, timer) is { } found ? (ulong)found.Cancel() : Fail(Errno.InvalidArgument);

    static BpfTimer? Find(Cpu cpu, ulong timer) => cpu.Runtime.Timers.Find(Volatile.Read(ref *(ulong*)timer));
}
