using Sluice.Chains.Code.Emission;

namespace Sluice.Chains.Code.Lowering;

/// <summary>Gives chains with loops a budget: each jump back costs what lies between, and a spent budget is a fault.</summary>
/// <remarks>The HIKe machine counts instructions as it executes them; native code counts them by rounds.</remarks>
static class BudgetInserter
{
    /// <summary>Instructions that a packet is worth.</summary>
    public const int Budget = 4096;

    /// <summary>The chain with its budget; the same if it has no loop.</summary>
    public static ChainFunction Run(ChainFunction chain)
    {
        chain = WithOwnEntry(chain);
        var order = BlockOrder.Of(chain);
        var places = new int[chain.Blocks.Length];
        for (var at = 0; at < order.Count; at++)
            places[order[at]] = at;
        var back = BackEdges(chain);
        var register = chain.RegisterCount;
        var blocks = chain.Blocks.ToBuilder();
        foreach (var index in order)
        {
            foreach (var target in OperationShape.Successors(chain.Blocks[index].Terminator))
            {
                if (!back.Contains((index, target)))
                    continue;
                var (first, last) = (Math.Min(places[target], places[index]), Math.Max(places[target], places[index]));
                var cost = order.Skip(first).Take(last - first + 1).Sum(block => chain.Blocks[block].Operations.Length + 1);
                var place = chain.Blocks[index].Terminator.Place;
                blocks.Add(new($"_budget{blocks.Count}",
                [
                    new BinaryOperation(register, BinaryOperator.Subtract, Operand.Of(register), Operand.Value(cost)) { Place = place },
                    new GuardOperation(Comparison.SignedLess, Operand.Of(register), Operand.Value(0), FaultCause.Budget) { Place = place },
                ], new JumpTerminator(target) { Place = place }));
                var detour = blocks.Count - 1;
                blocks[index] = blocks[index] with
                {
                    Terminator = OperandRewriter.Retarget(blocks[index].Terminator, other => other == target ? detour : other),
                };
            }
        }

        if (blocks.Count == chain.Blocks.Length)
            return chain;
        blocks[0] = blocks[0] with { Operations = blocks[0].Operations.Insert(0, new MoveOperation(register, Operand.Value(Budget))) };
        return chain with { RegisterCount = register + 1, Blocks = blocks.ToImmutable() };
    }

    // The jumps that close a loop: those to a block that a search in depth is still in.
    static HashSet<(int From, int To)> BackEdges(ChainFunction chain)
    {
        var back = new HashSet<(int, int)>();
        var (isOpen, isSeen) = (new bool[chain.Blocks.Length], new bool[chain.Blocks.Length]);
        var path = new Stack<(int Block, int Next)>([(0, 0)]);
        (isOpen[0], isSeen[0]) = (true, true);
        while (path.TryPop(out var step))
        {
            var targets = OperationShape.Successors(chain.Blocks[step.Block].Terminator);
            if (step.Next == targets.Length)
            {
                isOpen[step.Block] = false;
                continue;
            }

            path.Push((step.Block, step.Next + 1));
            var target = targets[step.Next];
            if (isOpen[target])
                back.Add((step.Block, target));
            if (isSeen[target])
                continue;
            (isOpen[target], isSeen[target]) = (true, true);
            path.Push((target, 0));
        }

        return back;
    }

    // Where the entry begins a loop, the budget is set before it.
    static ChainFunction WithOwnEntry(ChainFunction chain)
    {
        if (!chain.Blocks.Any(block => OperationShape.Successors(block.Terminator).Contains(0)))
            return chain;
        var moved = chain.Blocks.Length;
        var blocks = chain.Blocks.Add(chain.Blocks[0])
            .Select(block => block with { Terminator = OperandRewriter.Retarget(block.Terminator, target => target == 0 ? moved : target) }).ToArray();
        blocks[0] = new("_entry", [], new JumpTerminator(moved));
        return chain with { Blocks = [.. blocks] };
    }
}
