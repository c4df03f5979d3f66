using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;

namespace Sluice.Runtime.Compiler;

// What arithmetic makes of what is known, and what a comparison adds to it.
sealed partial class ValueAnalysis
{
    static Value Compute(CodeInstruction instruction, FlowState state)
    {
        var left = state[instruction.Destination];
        var right = instruction.HasSource ? state[instruction.Source]
            : Value.Constant(instruction.Form.Bits == 32 ? (uint)instruction.Immediate : (ulong)instruction.Immediate);
        var isWide = instruction.Form.Bits == 64;
        switch (instruction.Operation)
        {
            case Operation.Move when isWide:
                return right;
            case Operation.Move:
                return Narrow(right, uint.MaxValue);
            case Operation.Add when isWide:
                return Add(left, right, instruction.Slot);
            case Operation.Subtract when isWide && right.IsNumber:
                return Add(left, Value.Constant(0 - right.Number), instruction.Slot);
            case Operation.ToBigEndian or Operation.ToLittleEndian or Operation.ByteSwap:
                return Value.AtMost(Ones(instruction.Form.Bits / 8)) with { MayBeFrame = left.PointsToFrame };
            case Operation.MoveSignExtend:
                return Value.Somewhere(right);
        }

        var max = isWide ? ulong.MaxValue : uint.MaxValue;
        var (a, b) = (Math.Min(left.Max, max), Math.Min(right.Max, max));
        var bound = (instruction.Operation, right.IsNumber) switch
        {
            (Operation.Add, _) when a <= max - b => a + b,
            (Operation.Multiply, _) when a <= uint.MaxValue && b <= uint.MaxValue && a * b <= max => a * b,
            (Operation.And, _) => Math.Min(a, b),
            (Operation.Or or Operation.Xor, _) when a <= max >> 1 && b <= max >> 1 => Fill(a | b),
            (Operation.ShiftLeft, true) when b < 32 && a <= max >> (int)b => a << (int)b,
            (Operation.ShiftRight, true) => a >> (int)(b & (isWide ? 63u : 31u)),
            (Operation.ShiftRight or Operation.Divide, _) => a,
            (Operation.Modulo, true) when b > 0 => Math.Min(a, b - 1),
            (Operation.Modulo, _) => a,
            _ => max,
        };
        return Value.AtMost(bound) with { MayBeFrame = left.PointsToFrame || right.PointsToFrame };
    }

    static Value Narrow(Value value, ulong max)
    {
        if (value.IsNumber)
            return Value.Constant(value.Number & max);
        return Value.AtMost(Math.Min(value.Max, max)) with { MayBeFrame = value.PointsToFrame };
    }

    static Value Add(Value left, Value right, int slot)
    {
        if (left.IsNumber && !right.IsNumber)
            (left, right) = (right, left);
        if (right.IsNumber)
        {
            if (left.IsNumber)
                return Value.Constant(left.Number + right.Number);
            var distance = (long)right.Number;
            if (left.Kind is >= ValueKind.Frame and <= ValueKind.Packet && !left.IsNullable
                && Math.Abs(left.Offset + Math.Clamp(distance, -2 * MaxOffset, 2 * MaxOffset)) < MaxOffset)
            {
                return left with { Offset = left.Offset + (int)distance };
            }
        }
        else if (left.Kind == ValueKind.Packet || right.Kind == ValueKind.Packet)
        {
            if (IsStartAndLength(left, right) || IsStartAndLength(right, left))
                return new(ValueKind.PacketEnd);

            // A new base, at or behind the packet's start, since the step is no more than a packet is long.
            var (address, step) = left.Kind == ValueKind.Packet ? (left, right) : (right, left);
            if (step.Max <= MaxStep && address.Offset >= 0)
                return new(ValueKind.Packet, Id: slot);
        }

        return left.Kind == ValueKind.Any && right.Kind is ValueKind.Any or ValueKind.Constant && left.Max <= ulong.MaxValue - right.Max
            ? Value.AtMost(left.Max + right.Max) with { MayBeFrame = left.PointsToFrame || right.PointsToFrame }
            : Value.Unknown with { MayBeFrame = left.PointsToFrame || right.PointsToFrame };
    }

    static bool IsStartAndLength(Value address, Value length) =>
        address is { Kind: ValueKind.Packet, Id: Value.PacketStart, Offset: 0 } && length.Kind == ValueKind.PacketLength;

    // The number with every bit below its highest set.
    static ulong Fill(ulong number) => number == 0 ? 0 : ulong.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(number);

    static void Refine(CodeInstruction jump, FlowState state, bool taken)
    {
        if (jump.Operation == Operation.MayGoto)
            return;
        var left = state[jump.Destination];
        var right = jump.HasSource ? state[jump.Source] : Value.Constant(jump.Form.Bits == 32 ? (uint)jump.Immediate : (ulong)jump.Immediate);
        if (jump.Form.Bits == 64)
        {
            RefinePacket(jump.Operation, left, right, state, taken);
            var isEqual = jump.Operation == Operation.JumpEqual == taken;
            if (jump.Operation is Operation.JumpEqual or Operation.JumpNotEqual && !isEqual && right is { IsNumber: true, Number: 0 }
                && left is { Kind: ValueKind.MapValue, IsNullable: true })
            {
                state.MakeNonNull(left.Id);
            }
        }

        if (right.IsNumber)
            RefineNumber(jump.Operation, jump.Form.Bits, jump.Destination, right.Number, state, taken);
        else if (jump.HasSource && left.IsNumber)
            RefineNumber(Mirror(jump.Operation), jump.Form.Bits, jump.Source, left.Number, state, taken);
    }

    // What a comparison of a variable with a number says of the variable.
    static void RefineNumber(Operation operation, int bits, int variable, ulong number, FlowState state, bool taken)
    {
        var value = state[variable];
        if (value.Kind == ValueKind.PacketLength && number < int.MaxValue)
            RefineLength(operation, (int)number, state, taken);
        if (value.Kind != ValueKind.Any || (bits == 32 && (value.Max > uint.MaxValue || number > uint.MaxValue)))
            return;
        ulong? max = (operation, taken) switch
        {
            (Operation.JumpGreater, false) or (Operation.JumpLessOrEqual, true) or (Operation.JumpEqual, true)
                or (Operation.JumpNotEqual, false) => number,
            (Operation.JumpGreaterOrEqual, false) or (Operation.JumpLess, true) when number > 0 => number - 1,
            _ => null,
        };
        if (max < value.Max)
            state[variable] = value with { Number = max.Value };
    }

    // The comparison with its sides exchanged.
    static Operation Mirror(Operation operation) => operation switch
    {
        Operation.JumpGreater => Operation.JumpLess,
        Operation.JumpGreaterOrEqual => Operation.JumpLessOrEqual,
        Operation.JumpLess => Operation.JumpGreater,
        Operation.JumpLessOrEqual => Operation.JumpGreaterOrEqual,
        Operation.JumpSignedGreater => Operation.JumpSignedLess,
        Operation.JumpSignedGreaterOrEqual => Operation.JumpSignedLessOrEqual,
        Operation.JumpSignedLess => Operation.JumpSignedGreater,
        Operation.JumpSignedLessOrEqual => Operation.JumpSignedGreaterOrEqual,
        _ => operation,
    };

    // The length is a small number, so its sign does not matter.
    static void RefineLength(Operation operation, int number, FlowState state, bool taken)
    {
        var least = (operation, taken) switch
        {
            (Operation.JumpLess or Operation.JumpSignedLess, false) or (Operation.JumpGreaterOrEqual or Operation.JumpSignedGreaterOrEqual, true)
                or (Operation.JumpEqual, true) or (Operation.JumpNotEqual, false) => number,
            (Operation.JumpLessOrEqual or Operation.JumpSignedLessOrEqual, false) or (Operation.JumpGreater or Operation.JumpSignedGreater, true) => number + 1,
            _ => 0,
        };
        if (least > 0)
            state.Extend(Value.PacketStart, least);
    }

    // `p + n > data_end`, in all its forms: where it does not hold, n bytes from p on are in the packet.
    static void RefinePacket(Operation operation, Value left, Value right, FlowState state, bool taken)
    {
        Value address;
        bool isInside;
        if (left.Kind == ValueKind.Packet && right.Kind == ValueKind.PacketEnd)
        {
            address = left;
            isInside = operation is Operation.JumpGreater or Operation.JumpGreaterOrEqual ? !taken
                : operation is Operation.JumpLess or Operation.JumpLessOrEqual && taken;
        }
        else if (left.Kind == ValueKind.PacketEnd && right.Kind == ValueKind.Packet)
        {
            address = right;
            isInside = operation is Operation.JumpLess or Operation.JumpLessOrEqual ? !taken
                : operation is Operation.JumpGreater or Operation.JumpGreaterOrEqual && taken;
        }
        else
        {
            return;
        }

        if (isInside && address.Offset > 0)
            state.Extend(address.Id, address.Offset);
    }
}
