using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Compiler;

/// <summary>The variables, registers and stack slots, that an instruction reads and writes.</summary>
static class Operands
{
    /// <summary>The variable that is written, or -1.</summary>
    public static int Written(CodeInstruction instruction, FlowState state, ValueAnalysis analysis)
    {
        if (instruction.Operation is Operation.Store or Operation.StoreImmediate)
            return analysis.Slots.Find(instruction, state[instruction.Destination]);
        var registers = RegisterEffects.Writes(instruction);
        return registers == 0 ? -1 : System.Numerics.BitOperations.TrailingZeroCount(registers);
    }

    /// <summary>The variables that are read: registers, as a bit set, and at most one slot, or -1.</summary>
    public static (int Registers, int Slot) Read(CodeInstruction instruction, FlowState state, ValueAnalysis analysis)
    {
        if (instruction.Operation is Operation.Load or Operation.LoadSignExtend && LoadedSlot(instruction, state, analysis) is >= 0 and var loaded)
            return (0, loaded);

        if (instruction.Operation is Operation.Store or Operation.StoreImmediate && analysis.Slots.Find(instruction, state[instruction.Destination]) >= 0)
        {
            return (instruction.HasSource ? 1 << instruction.Source : 0, -1);
        }

        var registers = RegisterEffects.Reads(instruction, analysis.Functions);
        if (ValueAnalysis.InlinedLookup(instruction, state) is null)
            return (registers, -1);
        registers &= ~(1 << 1);
        var key = KeySlot(instruction, state, analysis);
        return key >= 0 ? (registers & ~(1 << 2), key) : (registers, -1);
    }

    /// <summary>The slot that a load reads from a variable, or -1 if it reads memory.</summary>
    public static int LoadedSlot(CodeInstruction instruction, FlowState state, ValueAnalysis analysis) =>
        analysis.Slots.Find(instruction, state[instruction.Source]);

    /// <summary>The slot that holds the key of a lookup that is compiled in place, or -1 if the key is in memory.</summary>
    public static int KeySlot(CodeInstruction instruction, FlowState state, ValueAnalysis analysis) =>
        ValueAnalysis.KeyOfInlinedLookup(instruction, state) is { } key ? analysis.Slots.Find(key.Offset, key.Size) : -1;

    /// <summary>Is it a tail call?</summary>
    public static bool IsTailCall(CodeInstruction instruction) =>
        instruction.Operation == Operation.CallHelper && instruction.Helper?.Helper.Id == HelperCalls.TailCall;
}
