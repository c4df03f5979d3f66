using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;

namespace Sluice.Kernel.SystemCalls;

/// <summary>Memory that the kernel shares with the process.</summary>
sealed unsafe class MappedMemory : SafeHandleMinusOneIsInvalid
{
    const int Readable = 1, Writable = 2, Shared = 1;

    readonly nuint _length;

    /// <summary>Maps a part of what a descriptor stands for.</summary>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public MappedMemory(BpfDescriptor descriptor, long offset, long length, bool writable, string subject)
        : base(ownsHandle: true)
    {
        _length = (nuint)length;
        Address = Libc.Map(null, _length, Readable | (writable ? Writable : 0), Shared, descriptor.Number, (nint)offset);
        SetHandle((nint)Address);
        if (IsInvalid)
            throw new KernelException(subject, "map its memory", (Errno)Marshal.GetLastPInvokeError());
    }

    /// <summary>Its first byte; gone when the handle is closed.</summary>
    public byte* Address { get; }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Unmap((void*)handle, _length) == 0;
}
