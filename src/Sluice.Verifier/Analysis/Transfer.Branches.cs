using Sluice.Bpf.Instructions;
using Sluice.Verifier.Domain;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

// Conditional jumps: what each way tells.
sealed partial class Transfer
{
    const long MaxPacketOffset = 0xffff; // include/linux/bpf_verifier.h, MAX_PACKET_OFF.
    const long MaxPacketLength = int.MaxValue;

    /// <summary>Demands that the jump at the current instruction may compare what it compares.</summary>
    public void CheckComparison(in BpfInstruction instruction, InstructionForm form)
    {
        var left = Compared(instruction.Destination);
        var right = form.HasSourceRegister ? Compared(instruction.Source) : Value.Constant(instruction.Immediate);
        if (left.IsScalar && right.IsScalar)
            return;
        if (left.Kind == ValueKind.Dynptr || right.Kind == ValueKind.Dynptr)
            throw Reject(RejectionKind.PointerComparison, "compares a dynamic pointer");
        if (context.ForLinux || form.Operation is Operation.JumpEqual or Operation.JumpNotEqual)
            return;
        var comparable = (left.IsOfPacket && right.IsOfPacket) || (left.Kind == right.Kind && left.Region == right.Region)
            || (left.IsPointer ? right : left).IsZero || left.Kind is ValueKind.Object || right.Kind is ValueKind.Object
            || left.MayBeObject || right.MayBeObject;
        if (!comparable)
        {
            throw Reject(RejectionKind.PointerComparison,
                $"compares r{instruction.Destination}, {ValueText.Noun(left)}, with {ValueText.Noun(right)}",
                "compare pointers into the same memory only, or with 0");
        }
    }

    // An address that died, and what is one on some paths only, can still be compared, as with 0: nothing is learnt from it.
    Value Compared(int register) => Register(register).Kind is ValueKind.Conflict or ValueKind.Dead ? Value.AnyScalar : Read(register);

    /// <summary>Narrows the state to what holds where the jump at the current instruction is taken, or not.</summary>
    /// <returns>Can it go that way?</returns>
    public bool Assume(AbstractState state, in BpfInstruction instruction, InstructionForm form, bool taken)
    {
        _state = state;
        ref var left = ref Register(instruction.Destination);
        var immediate = Value.Constant(instruction.Immediate);
        ref var right = ref form.HasSourceRegister ? ref Register(instruction.Source) : ref immediate;
        if (left.IsScalar && right.IsScalar)
            return AssumeNumbers(form, taken, ref left, ref right);
        if (form.Bits == 32)
            return true;
        if (left.IsPointer && right.IsZero)
            return AssumeNull(form.Operation, taken, left);
        if (right.IsPointer && left.IsZero)
            return AssumeNull(form.Operation, taken, right);
        if (left.Kind == ValueKind.PacketEnd || right.Kind == ValueKind.PacketEnd || left.Kind == ValueKind.PacketMeta || right.Kind == ValueKind.PacketMeta)
        {
            if (KnownOfEnd(form.Operation, left, right) is { } known && known != taken)
                return false;
            AssumePacket(form.Operation, taken, ref left, ref right);
        }

        return true;
    }

    // What a comparison with the packet's end gives that was made before, as compilers do (is_pkt_ptr_branch_taken); null if it was not.
    static bool? KnownOfEnd(Operation operation, in Value left, in Value right)
    {
        var (range, isFlipped) = right.Kind == ValueKind.PacketEnd ? (left.Range, false) : (right.Range, true);
        if (range is not (Value.BehindEnd or Value.AtEnd) || (left.Kind != ValueKind.Packet && right.Kind != ValueKind.Packet))
            return null;
        return (isFlipped, operation) switch
        {
            (false, Operation.JumpGreaterOrEqual) or (true, Operation.JumpLessOrEqual) => true,
            (false, Operation.JumpLess) or (true, Operation.JumpGreater) => false,
            (false, Operation.JumpGreater) or (true, Operation.JumpLess) when range == Value.BehindEnd => true,
            (false, Operation.JumpLessOrEqual) or (true, Operation.JumpGreaterOrEqual) when range == Value.BehindEnd => false,
            _ => null,
        };
    }

    bool AssumeNumbers(InstructionForm form, bool taken, ref Value left, ref Value right)
    {
        var (a, b) = (left.Number, right.Number);
        if (context.ForLinux)
        {
            // It does not see that numbers are the same.
            return LinuxComparison.Assume(form.Operation, taken, form.Bits == 32, ref a, ref b) && Refine(ref left, a) && Refine(ref right, b);
        }

        if (!ScalarComparison.Assume(form.Operation, taken, form.Bits == 32, ref a, ref b))
            return false;
        if (form.Bits == 64 && left.Id != 0 && left.Id == right.Id && !left.IsSpan && !right.IsSpan && left.Offset == right.Offset
            && ScalarComparison.HoldsForEquals(form.Operation) == !taken)
        {
            return false;
        }

        return Refine(ref left, a) && Refine(ref right, b);
    }

    // Tells all that came from the same number.
    bool Refine(ref Value value, in Scalar number)
    {
        if (value.Number == number)
            return true;
        value.Number = number;
        if (value.IsSpan)
        {
            if (number.SignedMin > 0)
                LearnPacket(value.Id, value.Range + number.SignedMin, value.Id == 0 ? 0 : -1);
            return true;
        }

        if (value.Id == 0)
            return true;
        var refinement = new Refinement(value.Id, value.Offset, number, context.ForLinux);
        _state.ForEachValue(static (ref other, in refinement) => refinement.Apply(ref other), refinement);
        return true;
    }

    bool AssumeNull(Operation operation, bool taken, in Value pointer)
    {
        if (operation is not (Operation.JumpEqual or Operation.JumpNotEqual))
            return true;
        var isNull = operation == Operation.JumpEqual == taken;
        if (!pointer.IsNullable)
            return !isNull || !IsCertain(pointer);
        var (id, reference) = (pointer.Id, pointer.Reference);
        if (isNull && reference != 0 && !pointer.IsShared)
            _state.Release(reference);
        _state.ForEachValue(static (ref value, in known) =>
        {
            if (!value.IsNullable || value.Id != known.Id)
                return;
            if (known.IsNull)
                value = Value.Constant(0);
            else
                value.IsNullable = false;
        }, (Id: id, IsNull: isNull));
        return true;
    }

    // Is it certain that a pointer which was never said to be null is not? Of the context, the stack and the packet Linux does not
    // see it, and follows both ways (kernel/bpf/verifier.c, reg_not_null).
    bool IsCertain(in Value pointer) => pointer.Kind switch
    {
        ValueKind.Object => pointer.IsTrusted,
        ValueKind.LooseMemory or ValueKind.UserObject or ValueKind.PerCpuObject => false,
        ValueKind.MapValue or ValueKind.MapKey or ValueKind.Memory or ValueKind.Map => true,
        ValueKind.Struct => !context.ForLinux || pointer.Region is SocketLayout or SocketCommonLayout or TcpSocketLayout,
        _ => !context.ForLinux,
    };

    void AssumePacket(Operation operation, bool taken, ref Value left, ref Value right)
    {
        // All come down to: low <= high, or low < high.
        var (low, high, strict) = (operation, taken) switch
        {
            (Operation.JumpGreater, false) or (Operation.JumpLessOrEqual, true) => (left, right, false),
            (Operation.JumpGreaterOrEqual, false) or (Operation.JumpLess, true) => (left, right, true),
            (Operation.JumpLess, false) or (Operation.JumpGreaterOrEqual, true) => (right, left, false),
            (Operation.JumpLessOrEqual, false) or (Operation.JumpGreater, true) => (right, left, true),
            (Operation.JumpEqual, true) or (Operation.JumpNotEqual, false) when !context.ForLinux => left.Kind == ValueKind.PacketEnd ? (right, left, false) : (left, right, false),
            _ => (default, default, false),
        };
        if (low.Kind == ValueKind.Packet && high.Kind == ValueKind.PacketEnd)
        {
            // An address that may have wrapped around tells nothing.
            var limit = context.ForLinux ? MaxPacketOffset : 4 * MaxPacketLength;
            if (low.TryGetOffsets(out var least, out var most) && most <= limit && least >= -limit)
            {
                // Linux tells pointers with the same variable part only (find_good_pkt_pointers).
                LearnPacket(low.Id, low.Offset + (strict ? 1 : 0), low.Id == 0 ? 0 : context.ForLinux ? -1 : low.Number.SignedMin);
            }
        }
        else if (low.Kind == ValueKind.PacketEnd && high.Kind == ValueKind.Packet && context.ForLinux)
        {
            // Of a pointer behind the packet's end Linux forgets what was known before (mark_pkt_end).
            ref var beyond = ref left.Kind == ValueKind.Packet ? ref left : ref right;
            (beyond.Id, beyond.Range) = (context.Ids.Next(), strict ? Value.BehindEnd : Value.AtEnd);
        }
        else if (low.Kind == ValueKind.PacketMeta && high is { Kind: ValueKind.Packet, Id: 0, Offset: 0 })
        {
            if (low.TryGetOffsets(out var least, out var most) && most <= MaxPacketOffset && least >= -MaxPacketOffset)
                LearnMetadata(low.Id, low.Offset + (strict ? 1 : 0));
        }
    }

    // So many bytes of metadata follow its base and the variable part called id.
    void LearnMetadata(int id, long bytes)
    {
        if (id == 0)
            _state.MetaBytes = Math.Max(_state.MetaBytes, bytes);
        else
            LearnRange(ValueKind.PacketMeta, id, bytes, long.MaxValue);
    }

    // The packet has bytes up to this offset behind its base and the variable part called id, which is at least so much.
    void LearnPacket(int id, long bytes, long least)
    {
        if (id != 0)
        {
            // In process no packet is longer than an int can say, which bounds the variable part.
            LearnRange(ValueKind.Packet, id, bytes, context.ForLinux ? long.MaxValue : MaxPacketLength - bytes);
        }

        if (least >= 0)
            _state.PacketBytes = Math.Max(_state.PacketBytes, Math.Min(bytes + least, int.MaxValue));
    }

    // Pointers with the variable part called id, which is this at most, have so many bytes behind it.
    void LearnRange(ValueKind kind, int id, long bytes, long most) => _state.ForEachValue(static (ref value, in known) =>
    {
        if (value.Kind != known.Kind || value.Id != known.Id)
            return;
        value.Range = Math.Max(value.Range, known.Bytes);
        if (value.Number.SignedMax > known.Most)
            value.Number = (value.Number with { SignedMax = known.Most }).Normalized();
    }, (Kind: kind, Id: id, Bytes: bytes, Most: most));
}
