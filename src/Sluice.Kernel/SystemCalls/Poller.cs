using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;

namespace Sluice.Kernel.SystemCalls;

/// <summary>Waits until one of several descriptors has something to read (epoll).</summary>
sealed unsafe class Poller : IDisposable
{
    // include/uapi/linux/eventpoll.h and eventfd.h.
    const int CloseOnExec = 0x80000, NonBlocking = 0x800, Add = 1, Input = 1;

    readonly BpfDescriptor _epoll;
    readonly BpfDescriptor _cancel;
    readonly string _subject;

    /// <summary>Makes one that waits for nothing yet.</summary>
    public Poller(string subject)
    {
        _subject = subject;
        _epoll = new(Checked(Libc.EpollCreate(CloseOnExec)));
        _cancel = new(Checked(Libc.EventDescriptor(0, CloseOnExec | NonBlocking)));
        Watch(_cancel);
    }

    /// <summary>Waits for this, too.</summary>
    public void Watch(BpfDescriptor descriptor)
    {
        var watched = new Event { Events = Input, Descriptor = descriptor.Number };
        Checked(Libc.EpollControl(_epoll.Number, Add, descriptor.Number, &watched));
    }

    /// <summary>Waits.</summary>
    /// <returns>False if the time is over.</returns>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation)
    {
        var milliseconds = timeout == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue);
        var began = Stopwatch.GetTimestamp();
        using var registration = cancellation.CanBeCanceled ? cancellation.UnsafeRegister(static poller => ((Poller)poller!).Wake(), this) : default;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Event ready;
            var count = Libc.EpollWait(_epoll.Number, &ready, 1, milliseconds);
            cancellation.ThrowIfCancellationRequested();
            if (count > 0 && ready.Descriptor != _cancel.Number)
                return true;
            if (count < 0 && (Errno)Marshal.GetLastPInvokeError() != Errno.Interrupted)
                Checked(count);
            if (milliseconds >= 0 && (count == 0 || Stopwatch.GetElapsedTime(began).TotalMilliseconds >= milliseconds))
                return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _epoll.Dispose();
        _cancel.Dispose();
    }

    void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_cancel.Number, &one, sizeof(ulong));
    }

    int Checked(int result) => result >= 0
        ? result
        : throw new KernelException(_subject, "wait for it", (Errno)Marshal.GetLastPInvokeError());

    // struct epoll_event is packed on x86-64 and on no other machine.
    [StructLayout(LayoutKind.Sequential, Size = 16)]
    struct Event
    {
        static readonly bool s_isPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;

        public uint Events;
        int _second;
        int _third;

        public int Descriptor
        {
            readonly get => s_isPacked ? _second : _third;
            set
            {
                _second = s_isPacked ? value : 0;
                _third = s_isPacked ? 0 : value;
            }
        }
    }
}
