using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Compiler;

/// <summary>Which accesses need no check while the program runs, by what is known of the address.</summary>
static class AccessRules
{
    /// <summary>Are <paramref name="size"/> bytes at the address certainly the program's to read, or to write?</summary>
    public static bool IsSafe(Value address, int offset, int size, bool write, FlowState state, ProgramCode code)
    {
        var start = address.Offset + offset;
        var end = (long)start + size;
        return address.Kind switch
        {
            ValueKind.Frame => start >= -Cpu.FrameSize && end <= 0,
            ValueKind.Context => start >= 0 && end <= code.Adapter.ContextSize && (!write || code.Adapter.IsWritable(start, size)),
            ValueKind.MapValue => !address.IsNullable && start >= 0 && end <= address.Map!.Spec.ValueSize
                && (!write || !MemoryGuard.IsReadOnly(address.Map)),
            ValueKind.Packet => start >= 0 && end <= state.RangeOf(address.Id),
            _ => false,
        };
    }

    /// <summary>Is the address certainly a multiple of <paramref name="size"/>?</summary>
    public static bool IsAligned(Value address, int offset, int size) =>
        address.Kind is ValueKind.Frame or ValueKind.MapValue && (address.Offset + offset) % size == 0;
}
