using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;

namespace Sluice.Runtime.Compiler;

/// <summary>Replaces the shift pairs by which code without 32-bit registers truncates and extends.</summary>
static class Simplifier
{
    /// <summary>The instructions of each block, simplified.</summary>
    public static List<List<CodeInstruction>> Simplify(CodeFunction function)
    {
        var blocks = new List<List<CodeInstruction>>(function.Blocks.Count);
        foreach (var block in function.Blocks)
        {
            var simplified = new List<CodeInstruction>(block.Instructions.Count);
            foreach (var instruction in block.Instructions)
            {
                if (simplified is [.., var previous] && Combine(previous, instruction) is { } combined)
                    simplified[^1] = combined;
                else
                    simplified.Add(instruction);
            }

            blocks.Add(simplified);
        }

        return blocks;
    }

    // `r <<= n; r >>= n` keeps the low 64 - n bits, `r <<= n; r s>>= n` extends their sign.
    static CodeInstruction? Combine(CodeInstruction first, CodeInstruction second)
    {
        if (first is not { Operation: Operation.ShiftLeft, Form.Bits: 64, HasSource: false }
            || second is not { Operation: Operation.ShiftRight or Operation.ArithmeticShiftRight, Form.Bits: 64, HasSource: false }
            || first.Destination != second.Destination || first.Immediate != second.Immediate)
        {
            return null;
        }

        var register = (byte)second.Destination;
        BpfInstruction? replacement = (second.Operation, second.Immediate) switch
        {
            (Operation.ShiftRight, 32) => new(0xbc, register, register, 0, 0), // w = w
            (Operation.ShiftRight, > 32 and < 64) => new(0x57, register, 0, 0, (1 << (int)(64 - second.Immediate)) - 1), // r &= mask
            (Operation.ArithmeticShiftRight, 32 or 48 or 56) =>
                new(0xbf, register, register, (short)(64 - second.Immediate), 0), // r = (s..)r
            _ => null,
        };
        return replacement is { } raw ? new(second.Slot, raw, InstructionSet.Find(raw)!) : null;
    }
}
