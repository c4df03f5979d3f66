using Sluice.Bpf.Instructions;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Analysis;

// Arithmetic on numbers and pointers.
sealed partial class Transfer
{
    void Move(in BpfInstruction instruction, InstructionForm form)
    {
        if (!form.HasSourceRegister)
        {
            var immediate = form.Bits == 64 ? (long)instruction.Immediate : (uint)instruction.Immediate;
            Set(instruction.Destination, Value.Constant(immediate));
            return;
        }

        if (form.Bits == 64 && Register(instruction.Source).Kind is ValueKind.Conflict or ValueKind.Dead)
        {
            Set(instruction.Destination, Register(instruction.Source)); // Nobody looks at it yet.
            return;
        }

        ref var source = ref Read(instruction.Source);
        if (source.Kind == ValueKind.Dynptr)
            throw Reject(RejectionKind.ForbiddenAccess, $"r{instruction.Source} holds a dynamic pointer");
        if (form.Bits == 64 || (source.IsScalar && source.Number.IsHalf))
        {
            Name(ref source);
            Set(instruction.Destination, source);
            return;
        }

        Set(instruction.Destination, source.IsScalar ? Value.Of(source.Number.ZeroExtended()) : Value.Of(Scalar.OfBytes(4)));
    }

    // From now on there are two of it.
    bool Name(ref Value value)
    {
        if (!value.IsScalar || value.Id != 0 || value.Number.IsConstant)
            return false;
        (value.Id, value.Offset) = (context.Ids.Next(), 0);
        return true;
    }

    void MoveSignExtend(in BpfInstruction instruction, InstructionForm form)
    {
        ref var source = ref Read(instruction.Source);
        if (!source.IsScalar)
            throw Reject(RejectionKind.PointerArithmetic, $"sign-extends r{instruction.Source}, which is {ValueText.Noun(source)}");
        var number = context.ForLinux ? LinuxBounds.SignExtended(source.Number, form.Size, form.Bits == 32) : source.Number.SignExtended(form.Size);
        Set(instruction.Destination, Value.Of(form.Bits == 32 ? number.ZeroExtended() : number));
    }

    void Negate(in BpfInstruction instruction, InstructionForm form)
    {
        var number = Number(instruction.Destination, form);
        Set(instruction.Destination, Value.Of(ScalarArithmetic.Apply(Operation.Subtract, form.Bits, Scalar.Zero, number)));
    }

    void Swap(in BpfInstruction instruction, InstructionForm form)
    {
        var number = Number(instruction.Destination, form).Truncated(form.Bits / 8);
        Set(instruction.Destination, Value.Of(form.Operation == Operation.ToLittleEndian ? number : ScalarArithmetic.Swap(number, form.Bits)));
    }

    Scalar Number(int register, InstructionForm form)
    {
        ref var value = ref Read(register);
        return value.IsScalar ? value.Number
            : throw Reject(RejectionKind.PointerArithmetic, $"{Verb(form)} r{register}, which is {ValueText.Noun(value)}",
                "only a number may be added to a pointer, or subtracted from it");
    }

    static string Verb(InstructionForm form) => $"'{form.Operation}' changes";

    void Arithmetic(in BpfInstruction instruction, InstructionForm form)
    {
        var left = Read(instruction.Destination);
        var right = form.HasSourceRegister ? Read(instruction.Source) : Value.Constant(instruction.Immediate);
        if (left.IsPointer || right.IsPointer)
        {
            Set(instruction.Destination, PointerArithmetic(instruction, form, left, right));
            return;
        }

        // What is subtracted from itself is 0, whatever it is.
        if (form.HasSourceRegister && instruction.Source == instruction.Destination
            && (form.Operation is Operation.Subtract or Operation.Xor))
        {
            Set(instruction.Destination, Value.Constant(0));
            return;
        }

        var result = Value.Of(IsOpaque(form, right.Number)
            ? Scalar.Unknown
            : ScalarArithmetic.Apply(form.Operation, form.Bits, left.Number, right.Number));
        KeepRelations(form, left, right, ref result);
        Set(instruction.Destination, result);
    }

    // Linux's verifier does not follow divisions, and shifts only by constants (is_safe_to_compute_dst_reg_range). Of what it
    // does not follow it knows nothing, not even that 32 bits are zero.
    bool IsOpaque(InstructionForm form, in Scalar right) => context.ForLinux && form.Operation switch
    {
        Operation.Divide or Operation.Modulo or Operation.SignedDivide or Operation.SignedModulo => true,
        Operation.ShiftLeft or Operation.ShiftRight or Operation.ArithmeticShiftRight => !right.IsConstant || right.Max >= (ulong)form.Bits,
        _ => false,
    };

    // A number plus a constant stays related to its copies; a possible address of a kernel object stays one.
    void KeepRelations(InstructionForm form, in Value left, in Value right, ref Value result)
    {
        if (form.Bits != 64 || form.Operation is not (Operation.Add or Operation.Subtract) || !right.Number.IsConstant)
            return;
        result.MayBeObject = left.MayBeObject;
        var distance = form.Operation == Operation.Add ? right.Number.SignedMin : -right.Number.SignedMin;
        if (left.Id == 0 || left.IsSpan || distance is < -MaxRelated or > MaxRelated || left.Offset is < -MaxRelated or > MaxRelated)
            return;
        if (context.ForLinux && (left.Offset != 0 || distance is < int.MinValue or > int.MaxValue))
            return; // It follows one sum of a copy (BPF_ADD_CONST).
        (result.Id, result.Offset) = (left.Id, left.Offset + distance);
    }

    const long MaxRelated = 1L << 32;

    Value PointerArithmetic(in BpfInstruction instruction, InstructionForm form, in Value left, in Value right)
    {
        if (left.IsPointer && right.IsPointer)
            return Difference(instruction, form, left, right);
        var (pointer, number, register) = left.IsPointer ? (left, right, instruction.Destination) : (right, left, instruction.Source);
        var isSubtraction = form.Operation == Operation.Subtract;
        if (form.Bits == 32)
        {
            return isSubtraction ? Value.Of(Scalar.OfBytes(4))
                : throw Reject(RejectionKind.PointerArithmetic, $"32-bit arithmetic on r{register}, which is {ValueText.Noun(pointer)}",
                    "an address has 64 bits");
        }

        if (form.Operation is not (Operation.Add or Operation.Subtract))
        {
            throw Reject(RejectionKind.PointerArithmetic, $"'{form.Operation}' on r{register}, which is {ValueText.Noun(pointer)}",
                "only a number may be added to a pointer, or subtracted from it");
        }

        if (isSubtraction && !left.IsPointer)
            throw Reject(RejectionKind.PointerArithmetic, $"subtracts r{register}, which is {ValueText.Noun(pointer)}, from a number");
        if (isSubtraction && pointer.Kind == ValueKind.Stack && context.ForLinux)
            throw Reject(RejectionKind.PointerArithmetic, $"subtracts from r{register}, {ValueText.Noun(pointer)}, which Linux does not allow", "add a negative number");
        DemandMovable(pointer, number, register);
        var moved = Moved(pointer, isSubtraction ? ScalarArithmetic.Apply(Operation.Subtract, 64, Scalar.Zero, number.Number) : number.Number);
        if (context.ForLinux && (IsFar(number.Number) || IsFar(moved.Number))) // check_reg_sane_offset, of both.
        {
            throw Reject(BoundsKind(pointer.Kind),
                $"moves r{register}, {ValueText.Noun(pointer)}, by {number.Number}: for Linux no offset may reach {FarOffset}",
                "check the number's bounds first, or make it unsigned");
        }

        return moved;
    }

    const long FarOffset = 1L << 29; // include/linux/bpf_verifier.h, BPF_MAX_VAR_OFF.

    static bool IsFar(in Scalar number) => number.SignedMin is <= -FarOffset or >= FarOffset;

    void DemandMovable(in Value pointer, in Value number, int register)
    {
        if (pointer.IsNullable)
        {
            throw Reject(RejectionKind.NullPointer, $"arithmetic on r{register}, which is {ValueText.Noun(pointer)}",
                $"compare r{register} with 0 first");
        }

        var isFixed = pointer.Kind is ValueKind.Map or ValueKind.PacketEnd or ValueKind.Function or ValueKind.Dynptr or ValueKind.DynptrPointer;
        // Others that are accessed at constant offsets only may be moved, and their addresses handed to helpers that read anything.
        var needsConstant = pointer.Kind == ValueKind.Struct || (!context.ForLinux && pointer.Kind is ValueKind.Context or ValueKind.Object or ValueKind.Buffer);
        // adjust_ptr_min_max_vals, for sums of 0 too.
        if (context.ForLinux && pointer is { Kind: ValueKind.PacketEnd } or { Kind: ValueKind.Struct, Region: not FlowKeysLayout })
        {
            throw Reject(RejectionKind.PointerArithmetic, $"arithmetic on r{register}, which is {ValueText.Noun(pointer)}: Linux does not even add 0 to it",
                "add the offset in the access itself");
        }

        if (context.ForLinux && number.Offset is <= -FarOffset or >= FarOffset)
        {
            throw Reject(RejectionKind.PointerArithmetic,
                $"moves r{register}, {ValueText.Noun(pointer)}, by a number that was made of another one by adding {number.Offset}: for Linux no offset may reach {FarOffset}");
        }

        if (isFixed && !number.IsZero)
            throw Reject(RejectionKind.PointerArithmetic, $"arithmetic on r{register}, which is {ValueText.Noun(pointer)}");
        if (needsConstant && !number.Number.IsConstant)
        {
            throw Reject(RejectionKind.PointerArithmetic,
                $"adds a number that is not constant ({number.Number}) to r{register}, which is {ValueText.Noun(pointer)}");
        }

        if (number.Number.IsConstant && (IsFar(number.Number) || pointer.Offset + number.Number.SignedMin is <= -FarOffset or >= FarOffset))
        {
            throw Reject(RejectionKind.PointerArithmetic,
                $"moves r{register}, {ValueText.Noun(pointer)}, by {number.Number}: no offset may reach {FarOffset}");
        }

        if (context.ForLinux && !number.Number.IsConstant && number.Number.SignedMin == long.MinValue)
        {
            throw Reject(RejectionKind.PointerArithmetic,
                $"adds a number without a lower bound ({number.Number}) to r{register}, {ValueText.Noun(pointer)}",
                "check the number's bounds first, or make it unsigned");
        }
    }

    Value Moved(in Value pointer, in Scalar by)
    {
        if (by.IsConstant)
        {
            // What is behind the packet's end is so farther behind, and not necessarily nearer.
            var isNearer = pointer.Kind == ValueKind.Packet && pointer.Range < Value.NoRange && by.SignedMin < 0;
            return pointer with { Offset = pointer.Offset + by.SignedMin, Range = isNearer ? Value.NoRange : pointer.Range };
        }

        var moved = pointer with { Number = ScalarArithmetic.Apply(Operation.Add, 64, pointer.Number, by) };
        if (!pointer.IsOfPacket)
            return moved;
        // The bytes known to follow the old variable part say nothing of the new one.
        moved.Range = Value.NoRange;
        moved.Id = context.Ids.Next();
        return moved;
    }

    Value Difference(in BpfInstruction instruction, InstructionForm form, in Value left, in Value right)
    {
        if (form.Operation != Operation.Subtract)
        {
            throw Reject(RejectionKind.PointerArithmetic,
                $"'{form.Operation}' on r{instruction.Destination} and r{instruction.Source}, which both are pointers");
        }

        if (form.Bits == 32)
            return Value.Of(Scalar.OfBytes(4));
        if (left.Kind == ValueKind.PacketEnd && right.Kind == ValueKind.Packet && !context.ForLinux)
            return Span(right);
        if (!context.ForLinux && left.Kind == right.Kind && left.Region == right.Region && left.Id == right.Id && left.Kind is ValueKind.Packet or ValueKind.Stack)
        {
            var distance = ScalarArithmetic.Apply(Operation.Subtract, 64, left.Number, right.Number);
            return Value.Of(left.Kind == ValueKind.Packet && left.Id == right.Id
                ? Scalar.Constant((ulong)(left.Offset - right.Offset))
                : States.StateOrder.Shifted(distance, left.Offset - right.Offset));
        }

        return Value.AnyScalar;
    }

    // How far it is from a packet pointer to the packet's end. A lower bound of it is a bound of the packet's bytes.
    Value Span(in Value pointer)
    {
        var known = pointer.Id == 0 ? _state.PacketBytes - pointer.Offset
            : pointer.Range <= Value.NoRange ? -MaxRelated
            : pointer.Range - pointer.Offset;
        return Value.Of(Scalar.BetweenSigned(known, int.MaxValue)) with { IsSpan = true, Id = pointer.Id, Range = pointer.Offset };
    }
}
