using System.Collections.Immutable;

namespace Sluice.Chains.Code.Lowering;

/// <summary>Makes lowered code shorter: constants and copies go where they are used, dead code goes away.</summary>
/// <remarks>Values keep; faults keep; only what nobody can see is left out.</remarks>
sealed class Simplifier
{
    readonly ChainFunction _chain;
    readonly int[] _writes;
    readonly Operand?[] _single;

    Simplifier(ChainFunction chain)
    {
        _chain = chain;
        _writes = new int[chain.RegisterCount];
        _single = new Operand?[chain.RegisterCount];
        for (var register = 0; register < chain.ParameterCount; register++)
            _writes[register]++;
        foreach (var operation in chain.Blocks.SelectMany(block => block.Operations))
        {
            foreach (var register in OperationShape.Writes(operation))
                _writes[register]++;
        }
    }

    /// <summary>A shorter chain that does the same.</summary>
    public static ChainFunction Run(ChainFunction chain)
    {
        const int rounds = 4;
        for (var round = 0; round < rounds; round++)
        {
            chain = RemoveUnreachable(new Simplifier(chain).Propagate());
            chain = RemoveDead(chain);
        }

        return MergeBlocks(chain);
    }

    ChainFunction Propagate()
    {
        // A register that is written once holds that value wherever it is read: the checker saw to it.
        foreach (var move in _chain.Blocks.SelectMany(block => block.Operations).OfType<MoveOperation>())
        {
            if (_writes[move.Destination] == 1 && (move.Source.IsConstant || _writes[move.Source.Register] == 1))
                _single[move.Destination] = move.Source;
        }

        return _chain with { Blocks = [.. _chain.Blocks.Select(Propagate)] };
    }

    ChainBlock Propagate(ChainBlock block)
    {
        var copies = new Dictionary<int, Operand>();
        var operations = ImmutableArray.CreateBuilder<ChainOperation>(block.Operations.Length);
        foreach (var operation in block.Operations)
        {
            var simple = Fold(OperandRewriter.Rewrite(operation, Value));
            foreach (var written in OperationShape.Writes(simple))
            {
                copies.Remove(written);
                foreach (var stale in copies.Where(copy => copy.Value.Register == written && !copy.Value.IsConstant).Select(copy => copy.Key).ToArray())
                    copies.Remove(stale);
            }

            if (simple is GuardOperation { Left.IsConstant: true, Right.IsConstant: true } guard)
            {
                if (!ChainArithmetic.Holds(guard.Comparison, guard.Left.Constant, guard.Right.Constant))
                    continue;
                return block with { Operations = operations.ToImmutable(), Terminator = new FaultTerminator(guard.Cause) { Place = guard.Place } };
            }

            if (simple is MoveOperation move && move.Source != Operand.Of(move.Destination))
                copies[move.Destination] = move.Source;
            operations.Add(simple);
        }

        return block with { Operations = operations.ToImmutable(), Terminator = Fold(OperandRewriter.Rewrite(block.Terminator, Value)) };

        Operand Value(Operand operand)
        {
            for (var steps = 0; !operand.IsConstant && steps < 8; steps++)
            {
                if (copies.TryGetValue(operand.Register, out var copy))
                    operand = copy;
                else if (_single[operand.Register] is { } single)
                    operand = single;
                else
                    break;
            }

            return operand;
        }
    }

    static ChainOperation Fold(ChainOperation operation) => operation switch
    {
        BinaryOperation { Left.IsConstant: true, Right.IsConstant: true } binary =>
            Move(binary, binary.Destination, ChainArithmetic.Compute(binary.Operator, binary.Left.Constant, binary.Right.Constant)),
        UnaryOperation { Source.IsConstant: true } unary =>
            Move(unary, unary.Destination, ChainArithmetic.Compute(unary.Operator, unary.Source.Constant)),
        ExtendOperation { Source.IsConstant: true } extend =>
            Move(extend, extend.Destination, ChainArithmetic.Extend(extend.Source.Constant, extend.Bits, extend.IsSigned)),
        CompareOperation { Left.IsConstant: true, Right.IsConstant: true } compare =>
            Move(compare, compare.Destination, ChainArithmetic.Holds(compare.Comparison, compare.Left.Constant, compare.Right.Constant) ? 1 : 0),
        _ => operation,
    };

    static MoveOperation Move(ChainOperation folded, int destination, long value) =>
        new(destination, Operand.Value(value)) { Place = folded.Place };

    static ChainTerminator Fold(ChainTerminator terminator) => terminator switch
    {
        BranchTerminator { Left.IsConstant: true, Right.IsConstant: true } branch => new JumpTerminator(
            ChainArithmetic.Holds(branch.Comparison, branch.Left.Constant, branch.Right.Constant) ? branch.Then : branch.Else)
        { Place = branch.Place },
        BranchTerminator branch when branch.Then == branch.Else => new JumpTerminator(branch.Then) { Place = branch.Place },
        _ => terminator,
    };

    /// <summary>Leaves out blocks that nothing leads to, and goes past those that only jump on.</summary>
    static ChainFunction RemoveUnreachable(ChainFunction chain)
    {
        var order = new List<int> { 0 };
        var places = new Dictionary<int, int> { [0] = 0 };
        for (var at = 0; at < order.Count; at++)
        {
            foreach (var target in OperationShape.Successors(chain.Blocks[order[at]].Terminator).Select(Final))
            {
                if (places.TryAdd(target, order.Count))
                    order.Add(target);
            }
        }

        var kept = order.Order().ToArray();
        return chain with
        {
            Blocks = [.. kept.Select(index => chain.Blocks[index] with
            {
                Terminator = OperandRewriter.Retarget(chain.Blocks[index].Terminator, target => Array.BinarySearch(kept, Final(target))),
            })],
        };

        int Final(int target)
        {
            for (var steps = 0; steps < chain.Blocks.Length && chain.Blocks[target] is { Operations.IsEmpty: true, Terminator: JumpTerminator jump }; steps++)
                target = jump.Target;
            return target;
        }
    }

    // Backwards through each block: a result that is not read later is not computed, unless that can be seen otherwise.
    static ChainFunction RemoveDead(ChainFunction chain)
    {
        var liveness = Liveness.Of(chain);
        return chain with
        {
            Blocks = [.. chain.Blocks.Select((block, index) =>
            {
                var live = liveness.AtEnd(index);
                foreach (var operand in OperationShape.Reads(block.Terminator))
                    Liveness.Add(live, operand);
                var kept = new List<ChainOperation>();
                foreach (var operation in block.Operations.Reverse())
                {
                    if (IsPure(operation) && !OperationShape.Writes(operation).Any(register => live[register]))
                        continue;
                    if (operation is MoveOperation move && move.Source == Operand.Of(move.Destination))
                        continue;
                    kept.Add(operation);
                    Liveness.Step(live, operation);
                }

                kept.Reverse();
                return block with { Operations = [.. kept] };
            })],
        };
    }

    static bool IsPure(ChainOperation operation) => operation is MoveOperation or BinaryOperation or UnaryOperation or ExtendOperation
        or CompareOperation or ContextLoadOperation or SharedPointerOperation or MemoryLoadOperation { MayFault: false };

    // A block that only one leads to, and that is all it leads to, is its end.
    static ChainFunction MergeBlocks(ChainFunction chain)
    {
        var before = new int[chain.Blocks.Length];
        before[0]++;
        foreach (var target in chain.Blocks.SelectMany(block => OperationShape.Successors(block.Terminator)))
            before[target]++;
        var blocks = chain.Blocks.ToArray();
        for (var index = 0; index < blocks.Length; index++)
        {
            while (blocks[index].Terminator is JumpTerminator jump && jump.Target != index && before[jump.Target] == 1)
            {
                var next = blocks[jump.Target];
                blocks[jump.Target] = next with { Operations = [], Terminator = new FaultTerminator(FaultCause.Instruction) };
                before[jump.Target] = 0;
                blocks[index] = blocks[index] with { Operations = blocks[index].Operations.AddRange(next.Operations), Terminator = next.Terminator };
            }
        }

        return RemoveUnreachable(chain with { Blocks = [.. blocks] });
    }
}
