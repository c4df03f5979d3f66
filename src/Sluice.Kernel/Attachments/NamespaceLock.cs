using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Attachments;

/// <summary>Lets one process at a time change the attachments of a network namespace.</summary>
/// <remarks>A lock on the namespace itself (flock): the kernel lets go of it when the process ends, however that happens, and nothing
/// is left of it. It is no second time taken by who has it.</remarks>
public static class NamespaceLock
{
    /// <summary>The network namespace of the calling thread.</summary>
    public const string Namespace = "/proc/thread-self/ns/net";

    // O_RDONLY and O_CLOEXEC; LOCK_EX and LOCK_NB of include/uapi/asm-generic/fcntl.h.
    const int ReadOnlyCloseOnExec = 0x80000, Exclusive = 2, AtOnce = 4;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10), s_pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Waits for the lock.</summary>
    /// <returns>What gives it back when disposed.</returns>
    /// <exception cref="KernelException">Another process keeps it.</exception>
    public static IDisposable Take()
    {
        const string subject = "network namespace", operation = "change its attachments";
        var opened = Libc.OpenFile(Namespace, ReadOnlyCloseOnExec);
        if (opened < 0)
            throw new KernelException(subject, operation, (Errno)Marshal.GetLastPInvokeError());
        var descriptor = new BpfDescriptor(opened);
        for (var began = Stopwatch.GetTimestamp(); Libc.Lock(opened, Exclusive | AtOnce) != 0; Thread.Sleep(s_pause))
        {
            var error = (Errno)Marshal.GetLastPInvokeError();
            if (error is Errno.Again or Errno.Interrupted && Stopwatch.GetElapsedTime(began) < s_patience)
                continue;
            descriptor.Dispose();
            throw new KernelException(subject, operation, error, error == Errno.Again
                ? $"another process has been at it for {s_patience.TotalSeconds} seconds"
                : "");
        }

        return descriptor;
    }
}
