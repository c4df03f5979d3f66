using System.Collections.Immutable;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Code.Lowering;

/// <summary>Makes accesses to packets and shared memory explicit: pointers, bounds, protocols; each found out once.</summary>
/// <remarks>
/// A forward analysis says what is known at the start of each block (<see cref="PacketFacts"/>): the code is lowered again
/// and again until that no longer changes. What lowering leaves are operations on registers and memory, guards, calls, and
/// operations on maps. Both targets are lowered by the same rules, so that they find the same headers.
/// </remarks>
sealed class PacketLowering
{
    /// <summary>The function that finds a packet's transport header.</summary>
    /// <remarks>Its value: the protocol in bits 16 to 24, and the offset below; the protocol 0x1ff and the offset
    /// <see cref="SharedMemory.Unset"/> where there is none.</remarks>
    public static readonly FunctionReference Transport = new("packet", "transport", [], FunctionOutcome.Value);

    const int DataField = 0, DataEndField = 4; // struct xdp_md

    readonly ChainFunction _chain;
    readonly ChainUnit _unit;
    readonly ChainTarget _target;
    readonly PacketFacts?[] _known;
    readonly List<ChainBlock?> _blocks = [];
    ImmutableArray<ChainOperation>.Builder _operations = ImmutableArray.CreateBuilder<ChainOperation>();
    PacketFacts _facts = PacketFacts.None();
    SourcePlace? _place;
    int _current, _registers;

    PacketLowering(ChainUnit unit, ChainFunction chain, ChainTarget target) =>
        (_unit, _chain, _target, _known) = (unit, chain, target, new PacketFacts?[chain.Blocks.Length]);

    bool IsNative => _target == ChainTarget.Native;

    /// <summary>Lowers a chain of a unit.</summary>
    public static ChainFunction Lower(ChainUnit unit, ChainFunction chain, ChainTarget target) =>
        new PacketLowering(unit, chain, target).Run();

    ChainFunction Run()
    {
        _known[0] = PacketFacts.None();
        do
        {
            _registers = _chain.RegisterCount + Enum.GetValues<PacketPointer>().Length;
            _blocks.Clear();
            _blocks.AddRange(new ChainBlock?[_chain.Blocks.Length]);
        }
        while (LowerBlocks());
        return _chain with { RegisterCount = _registers, Blocks = [.. _blocks.Select((block, index) => block ?? Unreachable(index))] };
    }

    // A block that nothing leads to still needs a place: the numbers of the others shall stay.
    ChainBlock Unreachable(int index) => new(_chain.Blocks[index].Label, [], new FaultTerminator(FaultCause.Instruction));

    bool LowerBlocks()
    {
        var isChanged = false;
        for (var index = 0; index < _chain.Blocks.Length; index++)
        {
            if (_known[index] is not { } facts)
                continue;
            (_facts, _current) = (facts.Copy(), index);
            var block = _chain.Blocks[index];
            isChanged |= LowerBlock(block);
        }

        return isChanged;
    }

    bool LowerBlock(ChainBlock block)
    {
        var count = block.Operations.Length;
        var fused = block.Terminator is BranchTerminator branch && count > 0 && block.Operations[^1] is HeaderTestOperation test
            && IsTestOf(branch, test.Destination);
        for (var at = 0; at < (fused ? count - 1 : count); at++)
        {
            _place = block.Operations[at].Place;
            if (!Lower(block.Operations[at]))
            {
                End(new UnreachableTerminator());
                return false;
            }
        }

        _place = block.Terminator.Place;
        if (fused)
            return LowerTest((HeaderTestOperation)block.Operations[^1], (BranchTerminator)block.Terminator);
        var isChanged = false;
        foreach (var target in OperationShape.Successors(block.Terminator))
            isChanged |= Flow(target, _facts);
        End(block.Terminator);
        return isChanged;
    }

    static bool IsTestOf(BranchTerminator branch, int register) => branch.Comparison is Comparison.Equal or Comparison.NotEqual
        && branch.Left == Operand.Of(register) && branch.Right is { IsConstant: true, Constant: 0 or 1 };

    // Joins what is known on one way into a block with what was known on the others.
    bool Flow(int target, PacketFacts facts)
    {
        var before = _known[target];
        var after = before is null ? facts.Copy() : PacketFacts.Join(before, facts);
        if (before is not null && before.Equals(after))
            return false;
        _known[target] = after;
        return true;
    }

    /// <returns>False if what follows is never executed.</returns>
    bool Lower(ChainOperation operation)
    {
        switch (operation)
        {
            case PacketLoadOperation load:
                Load(load);
                return true;
            case PacketStoreOperation store:
                Store(store);
                return true;
            case PacketLengthOperation length:
                Length(length.Destination);
                return true;
            case HeaderTestOperation test:
                Test(test);
                return true;
            case HeaderRequireOperation require:
                return Require(require.Layer, require.Protocol);
            case SharedLoadOperation load:
                Add(new MemoryLoadOperation(load.Destination, Pointer(PacketPointer.Shared), load.Offset, load.Size));
                return true;
            case SharedStoreOperation store:
                SharedStore(store);
                return true;
            case CallFunctionOperation call:
                Add(call);
                _facts.ForgetPacket();
                return _unit.FindFunction(call.Function)?.Outcome != FunctionOutcome.Verdict;
            case CallChainOperation:
                Add(operation);
                _facts.ForgetPacket();
                return true;
            default:
                Add(operation);
                return true;
        }
    }

    void Load(PacketLoadOperation load)
    {
        var (pointer, offset) = Reach(load.Source, load.Size);
        Add(new MemoryLoadOperation(load.Destination, pointer, offset, load.Size, MayFault: !IsNative));
        if (load.Size > 1)
            Add(new UnaryOperation(load.Destination, SwapOf(load.Size), Operand.Of(load.Destination)));
    }

    void Store(PacketStoreOperation store)
    {
        var (pointer, offset) = Reach(store.Target, store.Size);
        var value = store.Value;
        if (store.Size > 1)
        {
            var swapped = Temporary();
            Add(new UnaryOperation(swapped, SwapOf(store.Size), value));
            value = Operand.Of(swapped);
        }

        Add(new MemoryStoreOperation(pointer, offset, store.Size, value));
        if (store.Target.Layer != PacketLayer.Transport)
            _facts.ForgetProtocols();
    }

    void SharedStore(SharedStoreOperation store)
    {
        var shared = Pointer(PacketPointer.Shared);
        Add(new MemoryStoreOperation(shared, store.Offset, store.Size, store.Value));
        if (store.Offset < SharedMemory.CursorSize)
            _facts.ForgetCursor();
        else if (IsNative)
            Add(new MemoryStoreOperation(shared, SharedMemory.UsedOffset, 8, Operand.Value(1)));
    }

    void Length(int destination)
    {
        if (IsNative)
            Add(new BinaryOperation(destination, BinaryOperator.Subtract, Operand.Of(Pointer(PacketPointer.End)), Operand.Of(Pointer(PacketPointer.Start))));
        else
            Add(new MemoryLoadOperation(destination, Constant(VirtualAddress.PacketLength), 0, 8));
    }

    /// <summary>A register and an offset behind which so many bytes of the packet lie.</summary>
    (int Pointer, int Offset) Reach(PacketPlace place, int size)
    {
        var offset = place.Offset;
        if (place.Index.IsConstant)
        {
            var index = (ulong)place.Index.Constant;
            if (index > (ulong)LargestIndex(place))
                Add(new GuardOperation(Comparison.Equal, Operand.Value(0), Operand.Value(0), FaultCause.Packet));
            else
                offset += (int)index;
            var kind = PointerOf(place.Layer);
            if (kind == PacketPointer.Network && _facts.Holds(PacketPointer.EtherType))
                (kind, offset) = (PacketPointer.EtherType, offset + 2);
            var pointer = Pointer(kind);
            Check(kind, offset + size);
            return (pointer, offset);
        }

        var start = Pointer(PointerOf(place.Layer));
        var moved = Temporary();
        Add(new MoveOperation(moved, place.Index));
        Add(new GuardOperation(Comparison.Greater, Operand.Of(moved), Operand.Value(LargestIndex(place)), FaultCause.Packet));
        var at = Temporary();
        Add(new BinaryOperation(at, BinaryOperator.Add, Operand.Of(start), Operand.Of(moved)));
        GuardEnd(at, offset + size);
        return (at, offset);
    }

    static int LargestIndex(PacketPlace place) =>
        place.Layer == PacketLayer.Start ? SharedMemory.Unset - 1 - place.Offset : PacketPlace.LargestOffset;

    // The machine checks its accesses itself.
    void Check(PacketPointer kind, int bytes)
    {
        if (!IsNative || _facts.Checked(kind) >= bytes)
            return;
        GuardEnd(Pointer(kind), bytes);
        _facts.LearnChecked(kind, bytes);
    }

    void GuardEnd(int pointer, int bytes)
    {
        if (!IsNative)
            return;
        var end = Pointer(PacketPointer.End);
        var behind = Temporary();
        Add(new BinaryOperation(behind, BinaryOperator.Add, Operand.Of(pointer), Operand.Value(bytes)));
        Add(new GuardOperation(Comparison.Greater, Operand.Of(behind), Operand.Of(end), FaultCause.Packet));
    }

    /// <summary>The register of a pointer, after the code that sets it if it does not hold yet.</summary>
    int Pointer(PacketPointer kind)
    {
        var register = RegisterOf(kind);
        if (_facts.Holds(kind))
            return register;
        switch (kind)
        {
            case PacketPointer.Shared:
                Add(IsNative ? new SharedPointerOperation(register) : new MoveOperation(register, Operand.Value(VirtualAddress.Shared)));
                break;
            case PacketPointer.Start:
                Add(IsNative ? new ContextLoadOperation(register, DataField) : new MoveOperation(register, Operand.Value(VirtualAddress.Packet)));
                break;
            case PacketPointer.End:
                Add(new ContextLoadOperation(register, DataEndField));
                break;
            case PacketPointer.TransportAnswer:
                Add(new CallFunctionOperation(register, Transport.FullName, []));
                _facts.ForgetPacket();
                break;
            case PacketPointer.Transport:
                var offset = Temporary();
                Add(new BinaryOperation(offset, BinaryOperator.And, Operand.Of(Pointer(PacketPointer.TransportAnswer)), Operand.Value(0xffff)));
                Place(register, offset);
                break;
            default:
                var start = Temporary();
                Add(new MemoryLoadOperation(start, Pointer(PacketPointer.Shared), CursorOf(kind), 4));
                Place(register, start);
                break;
        }

        _facts.Learn(kind);
        return register;
    }

    void Place(int register, int offset)
    {
        Add(new GuardOperation(Comparison.Greater, Operand.Of(offset), Operand.Value(PacketPlace.LargestLayer), FaultCause.Packet));
        Add(new BinaryOperation(register, BinaryOperator.Add, Operand.Of(Pointer(PacketPointer.Start)), Operand.Of(offset)));
    }

    bool Require(PacketLayer layer, int protocol)
    {
        var known = KnownProtocol(layer);
        if (known == protocol)
            return true;
        if (layer == PacketLayer.Network)
            FindEtherType(protocol, condition => Add(new GuardOperation(condition.Comparison, condition.Left, condition.Right, FaultCause.Packet)));
        else
            FindTransport(protocol, condition => Add(new GuardOperation(condition.Comparison, condition.Left, condition.Right, FaultCause.Packet)));
        Learn(layer, protocol);
        return true;
    }

    void Test(HeaderTestOperation test)
    {
        if (KnownProtocol(test.Layer) is var known && known >= 0)
        {
            Add(new MoveOperation(test.Destination, Operand.Value(known == test.Protocol ? 1 : 0)));
            return;
        }

        // Both ways meet behind the test: only what held before it is known there.
        Prepare(test.Layer);
        var before = _facts.Copy();
        var (yes, no, end) = (NewBlock(), NewBlock(), NewBlock());
        Find(test, no);
        End(new JumpTerminator(yes));
        Begin(yes);
        Add(new MoveOperation(test.Destination, Operand.Value(1)));
        End(new JumpTerminator(end));
        Begin(no);
        Add(new MoveOperation(test.Destination, Operand.Value(0)));
        End(new JumpTerminator(end));
        Begin(end);
        _facts = before;
    }

    // The test decides where to go on: the header is known on the one way.
    bool LowerTest(HeaderTestOperation test, BranchTerminator branch)
    {
        var isThen = (branch.Comparison == Comparison.NotEqual) == (branch.Right.Constant == 0);
        var (there, absent) = isThen ? (branch.Then, branch.Else) : (branch.Else, branch.Then);
        if (KnownProtocol(test.Layer) is var known && known >= 0)
        {
            var isThere = known == test.Protocol;
            Add(new MoveOperation(test.Destination, Operand.Value(isThere ? 1 : 0)));
            var target = isThere ? there : absent;
            var isChanged = Flow(target, _facts);
            End(new JumpTerminator(target));
            return isChanged;
        }

        Prepare(test.Layer);
        var before = _facts.Copy();
        var no = NewBlock();
        Find(test, no);
        Add(new MoveOperation(test.Destination, Operand.Value(1)));
        End(new JumpTerminator(there));
        var changed = Flow(there, _facts);
        Begin(no);
        Add(new MoveOperation(test.Destination, Operand.Value(0)));
        End(new JumpTerminator(absent));
        return changed | Flow(absent, before);
    }

    void Find(HeaderTestOperation test, int no)
    {
        void Unless(Condition condition)
        {
            var next = NewBlock();
            End(new BranchTerminator(condition.Comparison, condition.Left, condition.Right, no, next) { Place = _place });
            Begin(next);
        }

        if (test.Layer == PacketLayer.Network)
            FindEtherType(test.Protocol, Unless);
        else
            FindTransport(test.Protocol, Unless);
        Learn(test.Layer, test.Protocol);
    }

    // What both ways out of a test share is set before it.
    void Prepare(PacketLayer layer)
    {
        if (layer == PacketLayer.Network)
            Pointer(PacketPointer.Shared);
        else
            Pointer(PacketPointer.TransportAnswer);
        Pointer(PacketPointer.Start);
        if (IsNative)
            Pointer(PacketPointer.End);
    }

    void FindEtherType(int protocol, Action<Condition> unless)
    {
        var register = RegisterOf(PacketPointer.EtherType);
        var bytes = 2 + HeaderSizes.Of(PacketLayer.Network, protocol);
        if (!_facts.Holds(PacketPointer.EtherType))
        {
            var offset = Temporary();
            Add(new MemoryLoadOperation(offset, Pointer(PacketPointer.Shared), SharedMemory.NetworkOffset, 4));
            var before = Temporary();
            Add(new BinaryOperation(before, BinaryOperator.Subtract, Operand.Of(offset), Operand.Value(2)));
            unless(new(Comparison.Greater, Operand.Of(before), Operand.Value(PacketPlace.LargestLayer - 2)));
            Add(new BinaryOperation(register, BinaryOperator.Add, Operand.Of(Pointer(PacketPointer.Start)), Operand.Of(before)));
            _facts.Learn(PacketPointer.EtherType);
        }

        CheckHeader(PacketPointer.EtherType, bytes, unless);
        var found = Temporary();
        Add(new MemoryLoadOperation(found, register, 0, 2));
        unless(new(Comparison.NotEqual, Operand.Of(found), Operand.Value(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((ushort)protocol))));
    }

    void FindTransport(int protocol, Action<Condition> unless)
    {
        var answer = Pointer(PacketPointer.TransportAnswer);
        var found = Temporary();
        Add(new BinaryOperation(found, BinaryOperator.ShiftRight, Operand.Of(answer), Operand.Value(16)));
        unless(new(Comparison.NotEqual, Operand.Of(found), Operand.Value(protocol)));
        var bytes = HeaderSizes.Of(PacketLayer.Transport, protocol);
        if (!_facts.Holds(PacketPointer.Transport))
        {
            var offset = Temporary();
            Add(new BinaryOperation(offset, BinaryOperator.And, Operand.Of(answer), Operand.Value(0xffff)));
            unless(new(Comparison.Greater, Operand.Of(offset), Operand.Value(PacketPlace.LargestLayer)));
            Add(new BinaryOperation(RegisterOf(PacketPointer.Transport), BinaryOperator.Add, Operand.Of(Pointer(PacketPointer.Start)), Operand.Of(offset)));
            _facts.Learn(PacketPointer.Transport);
        }

        CheckHeader(PacketPointer.Transport, bytes, unless);
    }

    void CheckHeader(PacketPointer kind, int bytes, Action<Condition> unless)
    {
        if (_facts.Checked(kind) >= bytes)
            return;
        var behind = Temporary();
        Add(new BinaryOperation(behind, BinaryOperator.Add, Operand.Of(RegisterOf(kind)), Operand.Value(bytes)));
        unless(new(Comparison.Greater, Operand.Of(behind), Operand.Of(PacketEnd())));
        _facts.LearnChecked(kind, bytes);
    }

    int PacketEnd()
    {
        if (IsNative)
            return Pointer(PacketPointer.End);
        var end = Temporary();
        Length(end);
        Add(new BinaryOperation(end, BinaryOperator.Add, Operand.Of(end), Operand.Value(VirtualAddress.Packet)));
        return end;
    }

    void Learn(PacketLayer layer, int protocol)
    {
        if (layer == PacketLayer.Network)
            _facts.NetworkProtocol = protocol;
        else
            _facts.TransportProtocol = protocol;
    }

    int KnownProtocol(PacketLayer layer) => layer == PacketLayer.Network ? _facts.NetworkProtocol : _facts.TransportProtocol;

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

    static UnaryOperator SwapOf(int size) =>
        size == 2 ? UnaryOperator.Swap16 : size == 4 ? UnaryOperator.Swap32 : UnaryOperator.Swap64;

    int RegisterOf(PacketPointer kind) => _chain.RegisterCount + (int)kind;

    int Temporary() => _registers++;

    int Constant(long value)
    {
        var register = Temporary();
        Add(new MoveOperation(register, Operand.Value(value)));
        return register;
    }

    void Add(ChainOperation operation) => _operations.Add(operation with { Place = operation.Place ?? _place });

    int NewBlock()
    {
        _blocks.Add(null);
        return _blocks.Count - 1;
    }

    void Begin(int block) => _current = block;

    void End(ChainTerminator terminator)
    {
        var label = _current < _chain.Blocks.Length ? _chain.Blocks[_current].Label : $"_{_current}";
        _blocks[_current] = new(label, _operations.DrainToImmutable(), terminator with { Place = terminator.Place ?? _place });
    }

    readonly record struct Condition(Comparison Comparison, Operand Left, Operand Right);
}
