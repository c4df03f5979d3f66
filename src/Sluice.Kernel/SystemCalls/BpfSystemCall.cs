using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.SystemCalls;

/// <summary>bpf(2).</summary>
/// <remarks>
/// The kernel accepts attributes longer than those it knows if what it does not know is zero, and takes what is missing as
/// zero (kernel/bpf/syscall.c, bpf_check_uarg_tail_zero), so that one layout serves every release.
/// </remarks>
static unsafe class BpfSystemCall
{
    static readonly nint s_number = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.S390x => 351,
        Architecture.Ppc64le => 361,
        _ => 280, // arm64, riscv64, loongarch64: include/uapi/asm-generic/unistd.h
    };

    /// <summary>Is told of each call and the time it took; for measurements, null otherwise.</summary>
    internal static Action<BpfCommand, TimeSpan>? Observer { get; set; }

    /// <summary>Does what <paramref name="command"/> says.</summary>
    /// <returns>What the kernel answered: a descriptor or 0; meaningless unless <paramref name="error"/> is none.</returns>
    public static int Invoke<T>(BpfCommand command, ref T attributes, out Errno error)
        where T : unmanaged, IBpfAttributes
    {
        fixed (T* address = &attributes)
        {
            var began = Observer is null ? 0 : Stopwatch.GetTimestamp();
            var result = Libc.SystemCall(s_number, (nint)command, address, Unsafe.SizeOf<T>());
            error = result < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
            Observer?.Invoke(command, Stopwatch.GetElapsedTime(began));
            return (int)result;
        }
    }

    /// <summary>Does what <paramref name="command"/> says, where success gives a descriptor.</summary>
    /// <returns>The descriptor, or null.</returns>
    public static BpfDescriptor? Open<T>(BpfCommand command, ref T attributes, out Errno error)
        where T : unmanaged, IBpfAttributes
    {
        var result = Invoke(command, ref attributes, out error);
        return error == Errno.None ? new BpfDescriptor(result) : null;
    }

    /// <summary>Asks about what a descriptor stands for.</summary>
    /// <param name="descriptor">A map's, a program's, a link's or BTF's.</param>
    /// <param name="information">What to fill in; addresses and counts in it ask for arrays.</param>
    public static Errno Inform<T>(BpfDescriptor descriptor, ref T information)
        where T : unmanaged, IBpfInformation
    {
        fixed (T* address = &information)
        {
            var attributes = new ObjectInfoAttributes
            {
                BpfFd = (uint)descriptor.Number,
                InfoLen = (uint)Unsafe.SizeOf<T>(),
                Info = (ulong)address,
            };
            _ = Invoke(BpfCommand.ObjectGetInfo, ref attributes, out var error);
            return error;
        }
    }
}
