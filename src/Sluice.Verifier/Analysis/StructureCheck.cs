using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Analysis;

/// <summary>What can be said of a program without running it: code that cannot be reached, functions that call each other in a circle, constants
/// that no operation takes.</summary>
static class StructureCheck
{
    /// <summary>The first flaw, or null.</summary>
    public static Rejection? Find(ProgramCode code, VerifierMode mode)
    {
        foreach (var function in code.Program.Functions)
        {
            var unreachable = code.FlowAt(function.Start).FirstUnreachable;
            if (unreachable >= 0)
                return At(code, unreachable, RejectionKind.UnreachableCode, "no path leads here", "remove the instructions, or the jump over them");
        }

        return FindRecursion(code) ?? (mode == VerifierMode.Linux ? FindConstant(code) : null);
    }

    // kernel/bpf/verifier.c, check_alu_op. Wherever it stands: what is proved here to be out of reach may be within Linux's.
    static Rejection? FindConstant(ProgramCode code)
    {
        for (var slot = 0; slot < code.Forms.Length; slot += code.Forms[slot]!.Slots)
        {
            var form = code.Forms[slot]!;
            var immediate = code.Instructions[slot].Immediate;
            if (form.HasSourceRegister)
                continue;
            if (form.Operation is Operation.Divide or Operation.Modulo or Operation.SignedDivide or Operation.SignedModulo && immediate == 0)
                return At(code, slot, RejectionKind.Malformed, "divides by the constant 0, which Linux refuses", "divide by another number");
            if (form.Operation is Operation.ShiftLeft or Operation.ShiftRight or Operation.ArithmeticShiftRight && (uint)immediate >= (uint)form.Bits)
                return At(code, slot, RejectionKind.Malformed, $"shifts {form.Bits} bits by {immediate}, which Linux refuses", $"shift by 0 to {form.Bits - 1}");
        }

        return null;
    }

    static Rejection? FindRecursion(ProgramCode code)
    {
        var state = new Dictionary<int, bool>(); // Is it done? Absent: not seen.
        return Visit(code, 0, state);
    }

    static Rejection? Visit(ProgramCode code, int start, Dictionary<int, bool> state)
    {
        state[start] = false;
        var function = code.Program.FunctionAt(start);
        for (var slot = start; slot < start + function.Length; slot += code.Forms[slot]!.Slots)
        {
            if (code.Forms[slot]!.Operation != Operation.CallLocal)
                continue;
            var callee = code.CalleeOf(slot);
            if (!state.TryGetValue(callee, out var done))
            {
                if (Visit(code, callee, state) is { } flaw)
                    return flaw;
            }
            else if (!done)
            {
                return At(code, slot, RejectionKind.Recursion,
                    $"'{function.Name}' calls '{code.Program.FunctionAt(callee).Name}', which is still running", "use a loop");
            }
        }

        state[start] = true;
        return null;
    }

    /// <summary>A rejection of an instruction.</summary>
    public static Rejection At(ProgramCode code, int slot, RejectionKind kind, string reason, string suggestion) => new(kind, reason)
    {
        Slot = slot,
        Instruction = Disassembler.Format(code.Instructions.AsSpan(), slot),
        Function = code.Program.FunctionAt(slot).Name,
        Line = code.Program.LineAt(slot),
        Suggestion = suggestion,
    };
}
