namespace Sluice.Chains.Code.Lowering;

/// <summary>Gives native code a budget: what <see cref="ChargeOperation"/> asks for goes off a register, and below zero is a fault.</summary>
/// <remarks>
/// A verifier that knew the budget would follow all code behind a loop once for each number of rounds: so it is a number that nobody knows.
/// That loops end it sees by another one, which begins with a constant where a loop is entered, and of which each round takes no more
/// than it costs: it is never spent before the budget is.
/// </remarks>
static class BudgetInserter
{
    const int AnyField = 16; // struct xdp_md, rx_queue_index

    /// <summary>The chain with its budget; the same if nothing in it is charged.</summary>
    public static ChainFunction Run(ChainFunction chain)
    {
        if (!chain.Blocks.Any(block => block.Operations.Any(operation => operation is ChargeOperation)))
            return chain;
        chain = WithOwnEntry(chain);
        var (budget, unknown, bound) = (chain.RegisterCount, chain.RegisterCount + 1, chain.RegisterCount + 2);
        var blocks = chain.Blocks.Select(block => block with { Operations = [.. block.Operations.SelectMany(operation => Pay(operation, budget))] }).ToList();
        BoundLoops(chain, blocks, bound);
        blocks[0] = blocks[0] with
        {
            Operations =
            [
                new ContextLoadOperation(unknown, AnyField),
                new BinaryOperation(budget, BinaryOperator.Subtract, Operand.Of(unknown), Operand.Of(unknown)),
                new BinaryOperation(budget, BinaryOperator.Add, Operand.Of(budget), Operand.Value(ChainBudget.Instructions)),
                .. blocks[0].Operations,
            ],
        };
        return chain with { RegisterCount = chain.RegisterCount + 3, Blocks = [.. blocks] };
    }

    static ChainOperation[] Pay(ChainOperation operation, int budget) =>
        operation is ChargeOperation charge ? Take(budget, charge.Cost, charge.Place) : [operation];

    static ChainOperation[] Take(int register, int cost, SourcePlace? place) =>
    [
        new BinaryOperation(register, BinaryOperator.Subtract, Operand.Of(register), Operand.Value(cost)) { Place = place },
        new GuardOperation(Comparison.SignedLess, Operand.Of(register), Operand.Value(0), FaultCause.Budget) { Place = place },
    ];

    // On the way into a loop and on each way back in it.
    static void BoundLoops(ChainFunction chain, List<ChainBlock> blocks, int bound)
    {
        var regions = LoopRegions.Of(chain);
        var back = BackEdges(chain);
        var heads = back.Select(edge => regions[edge.To]).ToHashSet();
        for (var index = 0; index < chain.Blocks.Length; index++)
        {
            var terminator = chain.Blocks[index].Terminator;
            foreach (var target in OperationShape.Successors(terminator))
            {
                ChainOperation[] operations = back.Contains((index, target))
                    ? Take(bound, Math.Max(1, PriceOf(chain.Blocks[target]) + (target == index ? 0 : PriceOf(chain.Blocks[index]))), terminator.Place)
                    : regions[index] != regions[target] && heads.Contains(regions[target]) ? [new MoveOperation(bound, Operand.Value(ChainBudget.Instructions))] : [];
                if (operations.Length == 0)
                    continue;
                blocks.Add(new($"_bound{blocks.Count}", [.. operations], new JumpTerminator(target) { Place = terminator.Place }));
                var detour = blocks.Count - 1;
                blocks[index] = blocks[index] with { Terminator = OperandRewriter.Retarget(blocks[index].Terminator, other => other == target ? detour : other) };
            }
        }
    }

    // Where neither end of a jump back costs anything, something between them does.
    static int PriceOf(ChainBlock block) => block.Operations.OfType<ChargeOperation>().Sum(charge => charge.Cost);

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
