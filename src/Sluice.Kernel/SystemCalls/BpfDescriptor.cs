using Microsoft.Win32.SafeHandles;

namespace Sluice.Kernel.SystemCalls;

/// <summary>A file descriptor of a map, a program, a link or of BTF; closing it drops the process's reference.</summary>
sealed class BpfDescriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes over a descriptor that the kernel has just given.</summary>
    public BpfDescriptor(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>The number. Valid while the handle is neither closed nor collected.</summary>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public int Number
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (int)handle;
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
