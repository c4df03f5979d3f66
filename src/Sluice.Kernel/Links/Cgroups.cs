using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Links;

/// <summary>What is attached to control groups, by whomever.</summary>
public static unsafe class Cgroups
{
    // O_RDONLY and O_CLOEXEC of include/uapi/asm-generic/fcntl.h, the same on all machines that .NET runs on.
    const int ReadOnlyCloseOnExec = 0x80000;

    const int MostPrograms = 64;

    // BPF_F_QUERY_EFFECTIVE of include/uapi/linux/bpf.h.
    const uint Effective = 1;

    /// <summary>The ids of the programs at one place of a group, in the order in which they run.</summary>
    /// <param name="folder">The group: a folder of a cgroup2 file system.</param>
    /// <param name="hook">The place.</param>
    /// <param name="inherited">With those that run because they are attached to a group above it?</param>
    /// <exception cref="KernelException">There is no such group, or that is not permitted.</exception>
    public static ImmutableArray<int> Programs(string folder, AttachType hook, bool inherited = false)
    {
        var (subject, operation) = ($"control group {folder}", $"ask for the programs at {hook}");
        using var group = Open(folder, subject, operation);
        var programs = stackalloc uint[MostPrograms];
        var attributes = new QueryAttributes
        {
            TargetFd = (uint)group.Number,
            AttachType = (uint)hook,
            QueryFlags = inherited ? Effective : 0,
            ProgIds = (ulong)programs,
            Count = MostPrograms,
        };
        _ = BpfSystemCall.Invoke(BpfCommand.ProgramQuery, ref attributes, out var error);
        if (error != Errno.None)
            throw new KernelException(subject, operation, error, error == Errno.BadDescriptor ? "it is no folder of a cgroup2 file system" : "");
        return [.. MemoryMarshal.Cast<uint, int>(new ReadOnlySpan<uint>(programs, (int)attributes.Count))];
    }

    /// <summary>Opens a group.</summary>
    internal static BpfDescriptor Open(string folder, string subject, string operation)
    {
        var descriptor = Libc.OpenFile(folder, ReadOnlyCloseOnExec);
        return descriptor >= 0 ? new(descriptor) : throw new KernelException(subject, operation, (Errno)Marshal.GetLastPInvokeError(), "there is no such folder");
    }
}
