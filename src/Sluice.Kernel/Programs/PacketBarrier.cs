using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Programs;

/// <summary>Waits for packets that are on their way through programs.</summary>
public static unsafe class PacketBarrier
{
    // MEMBARRIER_CMD_GLOBAL of include/uapi/linux/membarrier.h: kernel/sched/membarrier.c answers it with synchronize_rcu.
    const nint Global = 1;

    static readonly nint s_number = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 324,
        Architecture.S390x => 356,
        Architecture.Ppc64le => 365,
        _ => 283, // include/uapi/asm-generic/unistd.h
    };

    /// <summary>Returns when every packet that a program had begun with before the call is done.</summary>
    /// <remarks>Networking programs run within an RCU read-side section; the barrier waits for a grace period, some milliseconds.</remarks>
    /// <exception cref="KernelException">The kernel cannot (one with nohz_full CPUs).</exception>
    public static void Wait()
    {
        if (Libc.SystemCall(s_number, Global, null, 0) < 0)
            throw new KernelException("packets", "wait for those on their way", (Errno)Marshal.GetLastPInvokeError());
    }
}
