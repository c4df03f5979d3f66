using System.Buffers.Binary;
using System.Reflection.Emit;
using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Compiler;

// Arithmetic: in 32 bits wherever the result's upper half is not looked at or is known to be zero.
sealed partial class FunctionEmitter
{
    static readonly Dictionary<Operation, OpCode> s_plain = new()
    {
        [Operation.Add] = OpCodes.Add,
        [Operation.Subtract] = OpCodes.Sub,
        [Operation.Multiply] = OpCodes.Mul,
        [Operation.Or] = OpCodes.Or,
        [Operation.And] = OpCodes.And,
        [Operation.Xor] = OpCodes.Xor,
    };

    void EmitArithmetic(CodeInstruction instruction)
    {
        var target = _plan.Webs.WrittenBy(instruction);
        switch (instruction.Operation)
        {
            case Operation.ToLittleEndian or Operation.ToBigEndian or Operation.ByteSwap:
                EmitByteSwap(instruction, target);
                return;
            case Operation.MoveSignExtend:
                EmitSignExtend(instruction, target);
                return;
        }

        var isNarrow = instruction.Form.Bits == 32 || CanNarrow(instruction, target);
        if (instruction.Operation == Operation.Move)
        {
            LoadSecond(instruction, isNarrow);
        }
        else
        {
            Load(instruction.Destination, isNarrow);
            switch (instruction.Operation)
            {
                case Operation.Negate:
                    _il.Emit(OpCodes.Neg);
                    break;
                case Operation.ShiftLeft or Operation.ShiftRight or Operation.ArithmeticShiftRight:
                    EmitShift(instruction, isNarrow);
                    break;
                case Operation.Divide or Operation.Modulo or Operation.SignedDivide or Operation.SignedModulo:
                    EmitDivision(instruction, isNarrow);
                    break;
                default:
                    LoadSecond(instruction, isNarrow);
                    _il.Emit(s_plain[instruction.Operation]);
                    break;
            }
        }

        if (isNarrow)
            StoreNarrow(target);
        else
            StoreWide(target);
    }

    // May a 64-bit operation be done in 32 bits?
    bool CanNarrow(CodeInstruction instruction, int target) => instruction.Operation switch
    {
        Operation.Move or Operation.Add or Operation.Subtract or Operation.Multiply or Operation.Or or Operation.Xor
            or Operation.And or Operation.Negate => IsNarrow(target),
        Operation.ShiftLeft => IsNarrow(target) && !instruction.HasSource && instruction.Immediate is >= 0 and < 32,
        Operation.ShiftRight => HasZeroUpper(instruction.Destination) && !instruction.HasSource && instruction.Immediate is >= 0 and < 32,
        Operation.Divide or Operation.Modulo => HasZeroUpper(instruction.Destination)
            && (instruction.HasSource ? HasZeroUpper(instruction.Source) : instruction.Immediate >= 0),
        _ => false,
    };

    void Load(int variable, bool isNarrow)
    {
        if (isNarrow)
            LoadNarrow(variable);
        else
            LoadWide(variable);
    }

    // Pushes the second operand: a register or the immediate.
    void LoadSecond(CodeInstruction instruction, bool isNarrow)
    {
        if (instruction.HasSource)
            Load(instruction.Source, isNarrow);
        else if (isNarrow)
            _il.Emit(OpCodes.Ldc_I4, (int)instruction.Immediate);
        else
            _il.Emit(OpCodes.Ldc_I8, instruction.Immediate);
    }

    // The count is taken modulo the width (RFC 9669 section 4.1).
    void EmitShift(CodeInstruction instruction, bool isNarrow)
    {
        var mask = isNarrow ? 31 : 63;
        if (instruction.HasSource)
        {
            LoadNarrow(instruction.Source);
            _il.Emit(OpCodes.Ldc_I4, mask);
            _il.Emit(OpCodes.And);
        }
        else
        {
            _il.Emit(OpCodes.Ldc_I4, (int)instruction.Immediate & mask);
        }

        _il.Emit(instruction.Operation switch
        {
            Operation.ShiftLeft => OpCodes.Shl,
            Operation.ShiftRight => OpCodes.Shr_Un,
            _ => OpCodes.Shr,
        });
    }

    void EmitDivision(CodeInstruction instruction, bool isNarrow)
    {
        var isSigned = instruction.Operation is Operation.SignedDivide or Operation.SignedModulo;
        var isModulo = instruction.Operation is Operation.Modulo or Operation.SignedModulo;
        LoadSecond(instruction, isNarrow);
        var divisor = instruction.HasSource
            ? _state[instruction.Source] is { IsNumber: true } value ? (long?)value.Number : null
            : instruction.Immediate;
        if (divisor is { } known && (isNarrow ? (int)known : known) is not 0 and not -1)
        {
            _il.Emit((isModulo, isSigned) switch
            {
                (false, false) => OpCodes.Div_Un,
                (false, true) => OpCodes.Div,
                (true, false) => OpCodes.Rem_Un,
                _ => OpCodes.Rem,
            });
            return;
        }

        var type = (isNarrow, isSigned) switch
        {
            (true, true) => typeof(int),
            (true, false) => typeof(uint),
            (false, true) => typeof(long),
            _ => typeof(ulong),
        };
        _il.Emit(OpCodes.Call, Members.Overload(typeof(Arithmetic), isModulo ? nameof(Arithmetic.Modulo) : nameof(Arithmetic.Divide), type, type));
    }

    // All machines that the engine runs on are little-endian, so le.. only truncates.
    void EmitByteSwap(CodeInstruction instruction, int target)
    {
        var bits = instruction.Form.Bits;
        Load(instruction.Destination, bits < 64);
        if (bits == 16)
            _il.Emit(OpCodes.Conv_U2);
        if (instruction.Operation != Operation.ToLittleEndian)
        {
            var type = bits switch { 16 => typeof(ushort), 32 => typeof(uint), _ => typeof(ulong) };
            _il.Emit(OpCodes.Call, Members.Overload(typeof(BinaryPrimitives), nameof(BinaryPrimitives.ReverseEndianness), type));
        }

        if (bits < 64)
            StoreNarrow(target);
        else
            StoreWide(target);
    }

    void EmitSignExtend(CodeInstruction instruction, int target)
    {
        LoadNarrow(instruction.Source);
        if (instruction.Form.Size < 4)
            _il.Emit(instruction.Form.Size == 1 ? OpCodes.Conv_I1 : OpCodes.Conv_I2);
        if (instruction.Form.Bits == 32 || IsNarrow(target))
        {
            StoreNarrow(target);
        }
        else
        {
            _il.Emit(OpCodes.Conv_I8);
            StoreWide(target);
        }
    }
}
