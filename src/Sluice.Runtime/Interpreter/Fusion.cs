namespace Sluice.Runtime.Interpreter;

/// <summary>Joins neighbouring operations that compilers like to put together into one.</summary>
/// <remarks>The second operation stays where it is, for jumps that lead to it; falling into it is what the first skips.</remarks>
static unsafe class Fusion
{
    /// <summary>Joins what can be joined among <paramref name="count"/> operations.</summary>
    public static void Apply(DecodedOp* ops, int count)
    {
        for (var slot = 0; slot + 1 < count; slot++) // Forwards: the second of a pair is as it was decoded.
        {
            if (ops[slot].Code == OpCode.LoadImmediate64)
                slot++;
            else if (Join(ops[slot], ops[slot + 1]) is { } joined)
                ops[slot] = joined;
        }
    }

    static DecodedOp? Join(DecodedOp first, DecodedOp second) => (first.Code, second.Code) switch
    {
        // r2 = r1; r2 += n
        (OpCode.Move64Register, OpCode.Add64Immediate) when first.Destination == second.Destination =>
            first with { Code = OpCode.MoveAddImmediate, Immediate = second.Immediate },

        // r2 = r1; r2 += r3
        (OpCode.Move64Register, OpCode.Add64Register) when first.Destination == second.Destination && second.Source != first.Destination =>
            first with { Code = OpCode.MoveAddRegister, Offset = second.Source },

        // w1 <<= n; w1 |= w2
        (OpCode.ShiftLeft32Immediate, OpCode.Or32Register) when first.Destination == second.Destination && second.Source != first.Destination =>
            first with { Code = OpCode.ShiftOr32, Source = second.Source },
        (OpCode.ShiftLeft64Immediate, OpCode.Or64Register) when first.Destination == second.Destination && second.Source != first.Destination =>
            first with { Code = OpCode.ShiftOr64, Source = second.Source },

        // r1 = *(u16 *)(r2 + n); r1 = be16 r1
        (OpCode.Load16, OpCode.ToBigEndian16 or OpCode.ByteSwap16) when first.Destination == second.Destination =>
            first with { Code = OpCode.LoadBigEndian16 },
        (OpCode.Load32, OpCode.ToBigEndian32 or OpCode.ByteSwap32) when first.Destination == second.Destination =>
            first with { Code = OpCode.LoadBigEndian32 },

        // r1 <<= 32; r1 >>= 32
        (OpCode.ShiftLeft64Immediate, OpCode.ShiftRight64Immediate)
            when first.Destination == second.Destination && (first.Immediate, second.Immediate) == (32, 32) =>
            first with { Code = OpCode.ZeroExtend32 },
        (OpCode.ShiftLeft64Immediate, OpCode.ArithmeticShiftRight64Immediate)
            when first.Destination == second.Destination && (first.Immediate, second.Immediate) == (32, 32) =>
            first with { Code = OpCode.SignExtend32 },

        _ => null,
    };
}
