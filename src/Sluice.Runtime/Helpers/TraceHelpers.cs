using System.Runtime.InteropServices;
using System.Text;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Printing;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>Helpers that print.</summary>
static unsafe class TraceHelpers
{
    // MAX_BPRINTF_VARARGS: arguments that an array may hold.
    const uint MaxArguments = 12;

    // A format given without its length ends within this many bytes; the sandbox has checked it.
    const int LongestFormat = 4096;

    /// <summary>bpf_trace_printk: up to three arguments in registers.</summary>
    public static ulong Print(Cpu cpu, ulong format, ulong length, ulong first, ulong second, ulong third) =>
        Trace(cpu, new((void*)format, (int)length), [first, second, third]);

    /// <summary>bpf_trace_vprintk: any number of arguments in an array.</summary>
    public static ulong PrintVector(Cpu cpu, ulong format, ulong length, ulong arguments, ulong size, ulong r5) =>
        IsVector(arguments, size)
            ? Trace(cpu, new((void*)format, (int)length), new((void*)arguments, (int)size / sizeof(ulong)))
            : Fail(Errno.InvalidArgument);

    /// <summary>bpf_snprintf: into memory; answers with the length the whole text needs, its end included.</summary>
    public static ulong Format(Cpu cpu, ulong target, ulong size, ulong format, ulong arguments, ulong argumentsSize)
    {
        if (!IsVector(arguments, argumentsSize))
            return Fail(Errno.InvalidArgument);
        var text = new StringBuilder();
        var vector = new ReadOnlySpan<ulong>((void*)arguments, (int)argumentsSize / sizeof(ulong));
        var pattern = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)format);
        if (pattern.Length > LongestFormat || !PrintFormat.TryFormat(new((void*)format, pattern.Length + 1), vector, Reader(cpu), text))
            return Fail(Errno.InvalidArgument);

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if ((uint)size > 0)
        {
            var copied = Math.Min(bytes.Length, (int)size - 1);
            bytes.AsSpan(0, copied).CopyTo(new Span<byte>((void*)target, copied));
            ((byte*)target)[copied] = 0;
        }

        return (ulong)bytes.Length + 1;
    }

    static bool IsVector(ulong arguments, ulong size) =>
        (uint)size % sizeof(ulong) == 0 && (uint)size <= MaxArguments * sizeof(ulong) && (arguments != 0 || (uint)size == 0);

    static ulong Trace(Cpu cpu, ReadOnlySpan<byte> format, ReadOnlySpan<ulong> arguments)
    {
        var text = new StringBuilder();
        if (!PrintFormat.TryFormat(format, arguments, Reader(cpu), text))
            return Fail(Errno.InvalidArgument);
        cpu.Runtime.Options.Trace?.Invoke(text.ToString().TrimEnd('\n'));
        return (ulong)Encoding.UTF8.GetByteCount(text.ToString());
    }

    // What %s and %pI4 point to is memory of the program, or else reads as nothing.
    static MemoryReader Reader(Cpu cpu) => (address, target) =>
    {
        var count = 0;
        while (count < target.Length && MemoryGuard.Allows(cpu, address + (uint)count, 1, write: false))
        {
            target[count] = *(byte*)(address + (uint)count);
            count++;
        }

        return count;
    };
}
