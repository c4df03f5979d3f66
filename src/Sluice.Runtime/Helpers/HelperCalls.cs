using System.Runtime.CompilerServices;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Helpers;

/// <summary>Calls of helpers from sandboxed code: the arguments are checked against the prototype first.</summary>
static unsafe class HelperCalls
{
    /// <summary>The number of bpf_tail_call, which the engine does itself.</summary>
    public const int TailCall = 12;

    /// <summary>Tail calls that one run may make: MAX_TAIL_CALL_CNT (include/linux/bpf.h).</summary>
    public const int MaxTailCalls = 33;

    /// <summary>What r0 holds where a tail call did not happen; Linux leaves it undefined.</summary>
    public const ulong TailCallFailed = unchecked((ulong)-(long)Errno.NotFound);

    /// <summary>Checks the arguments and calls the helper.</summary>
    /// <exception cref="BpfFaultException">An argument is not what the prototype asks for.</exception>
    public static ulong Checked(Cpu cpu, HelperBinding binding, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, int slot)
    {
        HelperArguments.Check(cpu, binding.Helper, [r1, r2, r3, r4, r5], slot);
        return binding.Function(cpu, r1, r2, r3, r4, r5);
    }

    /// <summary>The same for the helper with this number.</summary>
    /// <exception cref="BpfFaultException">An argument is not what the prototype asks for.</exception>
    public static ulong CheckedById(Cpu cpu, int id, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, int slot) =>
        Checked(cpu, cpu.Runtime.Helpers.Find(id)!, r1, r2, r3, r4, r5, slot);

    /// <summary>Calls a helper that compiled code cannot call directly, since it is a closure.</summary>
    public static ulong TrustedById(Cpu cpu, int id, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, int slot) =>
        cpu.Runtime.Helpers.Find(id)!.Function(cpu, r1, r2, r3, r4, r5);

    /// <summary>r1 of a program that is entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong EntryR1(Cpu cpu) => cpu.Entry.R1;

    /// <summary>r2 of a program that is entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong EntryR2(Cpu cpu) => cpu.Entry.R2;

    /// <summary>Calls what a register names: a function of the program, or a helper by its number.</summary>
    /// <exception cref="BpfFaultException">It names neither.</exception>
    public static ulong ThroughRegister(Cpu cpu, ulong target, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, int slot)
    {
        var program = cpu.Program!;
        if (CodeHandle.IsHandle(target) && CodeHandle.Program(target) == program.Code.Id
            && program.Callback(CodeHandle.Function(target)) is { } function)
        {
            return function.Invoke(cpu, r1, r2, r3, r4, r5);
        }

        if (target > int.MaxValue || program.Runtime.Helpers.Find((int)target) is not { } binding)
            throw Faults.BadCallTarget(cpu, target, slot);
        return Checked(cpu, binding, r1, r2, r3, r4, r5, slot);
    }

    /// <summary>The program that a tail call leads to; null if the slot is empty or the run has made too many.</summary>
    /// <exception cref="BpfFaultException">r2 is no map of the program.</exception>
    public static RuntimeProgram? CheckedTailCallTarget(Cpu cpu, ulong map, uint index, int slot)
    {
        var array = HelperArguments.FindMap(cpu, map) ?? throw HelperArguments.BadMap(cpu, map, 2, "tail_call", slot);
        return array.Spec.Type == MapType.ProgramArray ? TailCallTarget(cpu, array.Header, index) : null;
    }

    /// <summary>The same for an array that is known.</summary>
    public static RuntimeProgram? TailCallTarget(Cpu cpu, MapHeader* array, uint index)
    {
        if (index >= (uint)array->MaxEntries || cpu.TailCalls >= MaxTailCalls)
            return null;
        var handle = Volatile.Read(ref *(uint*)(array->Values + ((nuint)index * (uint)array->Stride)));
        if (handle == 0 || CodeTable.Find((int)handle) is not { } target || target.Code.Adapter != cpu.Program!.Code.Adapter)
            return null;
        cpu.TailCalls++;
        return target;
    }
}
