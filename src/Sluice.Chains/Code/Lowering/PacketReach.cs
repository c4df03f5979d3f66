using Sluice.Chains.Machine;

namespace Sluice.Chains.Code.Lowering;

/// <summary>Code that reaches places of a packet: it sets pointers that do not hold yet, and checks bounds where nobody else does.</summary>
sealed class PacketReach(LoweredCode code, ChainTarget target)
{
    const int DataField = 0, DataEndField = 4; // struct xdp_md
    const int OffsetMask = 0xffff;

    /// <summary>What is known where code is added.</summary>
    public PacketFacts Facts { get; set; } = PacketFacts.None();

    /// <summary>Are the accesses checked by this code? The machine checks its own.</summary>
    public bool IsNative => target == ChainTarget.Native;

    /// <summary>The register of a pointer, after the code that sets it if it does not hold yet.</summary>
    public int Pointer(PacketPointer kind)
    {
        var register = code.RegisterOf(kind);
        if (Facts.Holds(kind))
            return register;
        switch (kind)
        {
            case PacketPointer.Shared:
                code.Add(IsNative ? new SharedPointerOperation(register) : new MoveOperation(register, Operand.Value(VirtualAddress.Shared)));
                break;
            case PacketPointer.Start:
                code.Add(IsNative ? new ContextLoadOperation(register, DataField) : new MoveOperation(register, Operand.Value(VirtualAddress.Packet)));
                break;
            case PacketPointer.End:
                code.Add(new ContextLoadOperation(register, DataEndField));
                break;
            case PacketPointer.TransportAnswer:
                code.Add(new CallFunctionOperation(register, PacketLowering.Transport.FullName, []));
                Facts.ForgetPacket();
                break;
            case PacketPointer.Transport:
                var offset = AnsweredOffset();
                code.Add(new GuardOperation(Comparison.Greater, Operand.Of(offset), Operand.Value(PacketPlace.LargestLayer), FaultCause.Packet));
                Add(register, Pointer(PacketPointer.Start), Operand.Of(offset));
                break;
            default:
                var start = code.Temporary();
                code.Add(new MemoryLoadOperation(start, Pointer(PacketPointer.Shared), CursorOf(kind), 4));
                code.Add(new GuardOperation(Comparison.Greater, Operand.Of(start), Operand.Value(PacketPlace.LargestLayer), FaultCause.Packet));
                Add(register, Pointer(PacketPointer.Start), Operand.Of(start));
                break;
        }

        Facts.Learn(kind);
        return register;
    }

    /// <summary>The packet's end as a number that pointers compare with.</summary>
    public int End()
    {
        if (IsNative)
            return Pointer(PacketPointer.End);
        var end = code.Temporary();
        Length(end);
        Add(end, end, Operand.Value(VirtualAddress.Packet));
        return end;
    }

    /// <summary>Puts the packet's length into a register.</summary>
    public void Length(int destination)
    {
        if (IsNative)
            code.Add(new BinaryOperation(destination, BinaryOperator.Subtract, Operand.Of(Pointer(PacketPointer.End)), Operand.Of(Pointer(PacketPointer.Start))));
        else
            code.Add(new MemoryLoadOperation(destination, code.Constant(VirtualAddress.PacketLength), 0, 8));
    }

    /// <summary>A register with the offset of the transport header that was found.</summary>
    public int AnsweredOffset()
    {
        var offset = code.Temporary();
        code.Add(new BinaryOperation(offset, BinaryOperator.And, Operand.Of(Pointer(PacketPointer.TransportAnswer)), Operand.Value(OffsetMask)));
        return offset;
    }

    /// <summary>A register and an offset behind which so many bytes of the packet lie.</summary>
    public (int Pointer, int Offset) Reach(PacketPlace place, int size)
    {
        var offset = place.Offset;
        if (place.Index.IsConstant)
        {
            var index = (ulong)place.Index.Constant;
            if (index > (ulong)LargestIndex(place))
                code.Add(new GuardOperation(Comparison.Equal, Operand.Value(0), Operand.Value(0), FaultCause.Packet));
            else
                offset += (int)index;
            var kind = PointerOf(place.Layer);
            if (kind == PacketPointer.Network && Facts.Holds(PacketPointer.EtherType))
                (kind, offset) = (PacketPointer.EtherType, offset + HeaderLowering.EtherTypeSize);
            var pointer = Pointer(kind);
            Check(kind, offset + size);
            return (pointer, offset);
        }

        var start = Pointer(PointerOf(place.Layer));
        var moved = code.Temporary();
        code.Add(new MoveOperation(moved, place.Index));
        code.Add(new GuardOperation(Comparison.Greater, Operand.Of(moved), Operand.Value(LargestIndex(place)), FaultCause.Packet));
        var at = code.Temporary();
        Add(at, start, Operand.Of(moved));
        GuardEnd(at, offset + size);
        return (at, offset);
    }

    static int LargestIndex(PacketPlace place) =>
        place.Layer == PacketLayer.Start ? SharedMemory.Unset - 1 - place.Offset : PacketPlace.LargestOffset;

    void Check(PacketPointer kind, int bytes)
    {
        if (!IsNative || Facts.Checked(kind) >= bytes)
            return;
        GuardEnd(Pointer(kind), bytes);
        Facts.LearnChecked(kind, bytes);
    }

    void GuardEnd(int pointer, int bytes)
    {
        if (!IsNative)
            return;
        var end = Pointer(PacketPointer.End);
        var behind = code.Temporary();
        Add(behind, pointer, Operand.Value(bytes));
        code.Add(new GuardOperation(Comparison.Greater, Operand.Of(behind), Operand.Of(end), FaultCause.Packet));
    }

    void Add(int destination, int left, Operand right) => code.Add(new BinaryOperation(destination, BinaryOperator.Add, Operand.Of(left), right));

    static int CursorOf(PacketPointer kind) => kind switch
    {
        PacketPointer.Mac => SharedMemory.MacOffset,
        PacketPointer.Network => SharedMemory.NetworkOffset,
        _ => SharedMemory.PayloadOffset,
    };

    static PacketPointer PointerOf(PacketLayer layer) => layer switch
    {
        PacketLayer.Mac => PacketPointer.Mac,
        PacketLayer.Network => PacketPointer.Network,
        PacketLayer.Transport => PacketPointer.Transport,
        PacketLayer.Payload => PacketPointer.Payload,
        _ => PacketPointer.Start,
    };
}
