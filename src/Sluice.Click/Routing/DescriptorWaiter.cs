using System.Runtime.InteropServices;

namespace Sluice.Click.Routing;

/// <summary>Lets one thread sleep until a file descriptor is ready to read, a time has passed, or another thread wakes it.</summary>
sealed unsafe partial class DescriptorWaiter : IDisposable
{
    const int NonBlocking = 0x800, CloseOnExec = 0x80000;

    readonly int _event;
    PollDescriptor[] _descriptors;

    public DescriptorWaiter()
    {
        _event = CreateEvent(0, NonBlocking | CloseOnExec);
        if (_event < 0)
            throw new IOException($"eventfd: {Marshal.GetLastPInvokeErrorMessage()}");
        _descriptors = [new PollDescriptor { Descriptor = _event, Events = PollDescriptor.Readable }];
    }

    /// <summary>Descriptors waited for.</summary>
    public int Count => _descriptors.Length - 1;

    /// <summary>Says which descriptors to wait for. Only by the thread that waits, or while it does not.</summary>
    public void Watch(IEnumerable<int> descriptors) =>
        _descriptors = [_descriptors[0], .. descriptors.Select(static fd => new PollDescriptor { Descriptor = fd, Events = PollDescriptor.Readable })];

    /// <summary>Wakes the thread that waits, or that waits next.</summary>
    public void Wake()
    {
        var one = 1L;
        _ = Write(_event, &one, sizeof(long));
    }

    /// <summary>Waits.</summary>
    /// <param name="nanoseconds">At most that long; 0 to only look, negative for ever.</param>
    /// <returns>Whether any descriptor may be ready; see <see cref="IsReady"/>.</returns>
    public bool Wait(long nanoseconds)
    {
        var timeout = stackalloc long[] { nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000 };
        int ready;
        fixed (PollDescriptor* descriptors = _descriptors)
            ready = Poll(descriptors, (nuint)_descriptors.Length, nanoseconds < 0 ? null : timeout, null);
        if (ready <= 0)
        {
            foreach (ref var descriptor in _descriptors.AsSpan())
                descriptor.Returned = 0;
            return false;
        }

        if (_descriptors[0].Returned != 0)
        {
            var count = 0L;
            _ = Read(_event, &count, sizeof(long));
            ready--;
        }

        return ready > 0;
    }

    /// <summary>Was the descriptor of that index ready in the last wait?</summary>
    public bool IsReady(int index) => _descriptors[index + 1].Returned != 0;

    /// <inheritdoc/>
    public void Dispose() => _ = Close(_event);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int CreateEvent(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int Poll(PollDescriptor* descriptors, nuint count, long* timeout, void* mask);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, void* data, nint length);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, void* data, nint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
