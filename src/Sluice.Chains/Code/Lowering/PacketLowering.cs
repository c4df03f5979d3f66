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

    readonly ChainFunction _chain;
    readonly ChainUnit _unit;
    readonly PacketFacts?[] _known;
    readonly LoweredCode _code;
    readonly PacketReach _packet;
    readonly HeaderLowering _headers;

    PacketLowering(ChainUnit unit, ChainFunction chain, ChainTarget target)
    {
        (_unit, _chain, _known) = (unit, chain, new PacketFacts?[chain.Blocks.Length]);
        _code = new(chain);
        _packet = new(_code, target);
        _headers = new(_code, _packet);
    }

    /// <summary>Lowers a chain of a unit.</summary>
    public static ChainFunction Lower(ChainUnit unit, ChainFunction chain, ChainTarget target) =>
        new PacketLowering(unit, chain, target).Run();

    ChainFunction Run()
    {
        _known[0] = PacketFacts.None();
        do
            _code.Restart();
        while (LowerBlocks());
        return _code.Build();
    }

    bool LowerBlocks()
    {
        var isChanged = false;
        for (var index = 0; index < _chain.Blocks.Length; index++)
        {
            if (_known[index] is not { } facts)
                continue;
            _packet.Facts = facts.Copy();
            _code.Begin(index);
            isChanged |= LowerBlock(_chain.Blocks[index]);
        }

        return isChanged;
    }

    bool LowerBlock(ChainBlock block)
    {
        var count = block.Operations.Length;
        var fused = block.Terminator is BranchTerminator branch && count > 0 && block.Operations[^1] is HeaderTestOperation test
            && HeaderLowering.IsTestOf(branch, test.Destination);
        for (var at = 0; at < (fused ? count - 1 : count); at++)
        {
            _code.Place = block.Operations[at].Place;
            if (!Lower(block.Operations[at]))
            {
                _code.End(new UnreachableTerminator());
                return false;
            }
        }

        _code.Place = block.Terminator.Place;
        var isChanged = false;
        if (fused)
        {
            foreach (var (next, facts) in _headers.Branch((HeaderTestOperation)block.Operations[^1], (BranchTerminator)block.Terminator))
                isChanged |= Flow(next, facts);
            return isChanged;
        }

        foreach (var target in OperationShape.Successors(block.Terminator))
            isChanged |= Flow(target, _packet.Facts);
        _code.End(block.Terminator);
        return isChanged;
    }

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
                _packet.Length(length.Destination);
                return true;
            case HeaderTestOperation test:
                _headers.Test(test);
                return true;
            case HeaderRequireOperation require:
                _headers.Require(require);
                return true;
            case SharedLoadOperation load:
                _code.Add(new MemoryLoadOperation(load.Destination, _packet.Pointer(PacketPointer.Shared), load.Offset, load.Size));
                return true;
            case SharedStoreOperation store:
                SharedStore(store);
                return true;
            case CallFunctionOperation call:
                _code.Add(call);
                _packet.Facts.ForgetPacket();
                return _unit.FindFunction(call.Function)?.Outcome != FunctionOutcome.Verdict;
            case CallChainOperation:
                _code.Add(operation);
                _packet.Facts.ForgetPacket();
                return true;
            default:
                _code.Add(operation);
                return true;
        }
    }

    void Load(PacketLoadOperation load)
    {
        var (pointer, offset) = _packet.Reach(load.Source, load.Size);
        _code.Add(new MemoryLoadOperation(load.Destination, pointer, offset, load.Size, MayFault: !_packet.IsNative));
        if (load.Size > 1)
            _code.Add(new UnaryOperation(load.Destination, SwapOf(load.Size), Operand.Of(load.Destination)));
    }

    void Store(PacketStoreOperation store)
    {
        var (pointer, offset) = _packet.Reach(store.Target, store.Size);
        var value = store.Value;
        if (store.Size > 1)
        {
            var swapped = _code.Temporary();
            _code.Add(new UnaryOperation(swapped, SwapOf(store.Size), value));
            value = Operand.Of(swapped);
        }

        _code.Add(new MemoryStoreOperation(pointer, offset, store.Size, value));
        if (store.Target.Layer != PacketLayer.Transport)
            _packet.Facts.ForgetProtocols();
    }

    void SharedStore(SharedStoreOperation store)
    {
        var shared = _packet.Pointer(PacketPointer.Shared);
        _code.Add(new MemoryStoreOperation(shared, store.Offset, store.Size, store.Value));
        if (store.Offset < SharedMemory.CursorSize)
            _packet.Facts.ForgetCursor();
        else if (_packet.IsNative)
            _code.Add(new MemoryStoreOperation(shared, SharedMemory.UsedOffset, 8, Operand.Value(1)));
    }

    static UnaryOperator SwapOf(int size) =>
        size == 2 ? UnaryOperator.Swap16 : size == 4 ? UnaryOperator.Swap32 : UnaryOperator.Swap64;
}
