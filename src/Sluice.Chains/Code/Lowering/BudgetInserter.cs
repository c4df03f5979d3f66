namespace Sluice.Chains.Code.Lowering;

/// <summary>Gives native code a budget: what <see cref="ChargeOperation"/> asks for goes off a register, and below zero is a fault.</summary>
/// <remarks>
/// A verifier that knew the budget would follow all code behind a loop once for each number of rounds: so it is a number that nobody knows.
/// That loops end it sees by may_goto (Linux 6.9), for which one round stands for all; or, for older ones, by another number, which begins
/// with a constant where a loop is entered, and of which each round takes no more than it costs: it is never spent before the budget is.
/// </remarks>
static class BudgetInserter
{
    const int AnyField = 16; // struct xdp_md, rx_queue_index

    /// <summary>The chain with its budget; the same if nothing in it is charged.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="variables">How many of its registers, the first, are numbers of the script: the others may be pointers.</param>
    /// <param name="isBounded">For verifiers that do not know may_goto?</param>
    public static ChainFunction Run(ChainFunction chain, int variables, bool isBounded)
    {
        if (!chain.Blocks.Any(block => block.Operations.Any(operation => operation is ChargeOperation)))
            return chain;
        chain = WithOwnEntry(chain);
        var (budget, other) = (chain.RegisterCount, chain.RegisterCount + 1);
        var blocks = chain.Blocks.Select(block => block with { Operations = [.. block.Operations.SelectMany(operation => Pay(operation, budget))] }).ToList();
        if (isBounded)
            BoundLoops(chain, blocks, other);
        else
            OpenLoops(chain, blocks, variables, other);
        blocks[0] = blocks[0] with
        {
            Operations =
            [
                .. UnknownZero(other),
                new BinaryOperation(budget, BinaryOperator.Add, Operand.Of(other), Operand.Value(ChainBudget.Instructions)),
                .. blocks[0].Operations,
            ],
        };
        return chain with { RegisterCount = chain.RegisterCount + 2, Blocks = [.. blocks] };
    }

    // Zero, which no verifier sees.
    static ChainOperation[] UnknownZero(int register) =>
    [
        new ContextLoadOperation(register, AnyField),
        new BinaryOperation(register, BinaryOperator.Subtract, Operand.Of(register), Operand.Of(register)),
    ];

    // Where a loop is entered that lies in no other, there is a bound for all rounds of it and of those within.
    static void BoundLoops(ChainFunction chain, List<ChainBlock> blocks, int bound)
    {
        var regions = LoopRegions.Of(chain);
        Detour(chain, blocks, (from, to) => regions[from] == regions[to] ? [] : [new MoveOperation(bound, Operand.Value(ChainBudget.Instructions))],
            (from, to) => Take(bound, Math.Max(1, PriceOf(chain.Blocks[to]) + (from == to ? 0 : PriceOf(chain.Blocks[from]))), chain.Blocks[from].Terminator.Place));
    }

    // What changes in a loop is no constant where it begins: a verifier that counted with it would learn from every round what the
    // bound of the loop is, and follow each by itself.
    static void OpenLoops(ChainFunction chain, List<ChainBlock> blocks, int variables, int zero)
    {
        var liveness = Liveness.Of(chain);
        var loops = LoopBlocks.Of(chain);
        Detour(chain, blocks, (_, head) =>
        {
            var live = liveness.AtStart(head);
            var changed = loops[head].SelectMany(index => chain.Blocks[index].Operations).SelectMany(OperationShape.Writes)
                .Where(register => register < variables && live[register]).Distinct().Order().ToArray();
            return changed.Length == 0 ? []
                : [.. UnknownZero(zero), .. changed.Select(register => new BinaryOperation(register, BinaryOperator.Add, Operand.Of(register), Operand.Of(zero)))];
        }, (from, _) => [new RoundOperation { Place = chain.Blocks[from].Terminator.Place }]);
    }

    static ChainOperation[] Pay(ChainOperation operation, int budget) =>
        operation is ChargeOperation charge ? Take(budget, charge.Cost, charge.Place) : [operation];

    static ChainOperation[] Take(int register, int cost, SourcePlace? place) =>
    [
        new BinaryOperation(register, BinaryOperator.Subtract, Operand.Of(register), Operand.Value(cost)) { Place = place },
        new GuardOperation(Comparison.SignedLess, Operand.Of(register), Operand.Value(0), FaultCause.Budget) { Place = place },
    ];

    // On each way into a loop, and on each way back in it.
    static void Detour(ChainFunction chain, List<ChainBlock> blocks, Func<int, int, ChainOperation[]> enter, Func<int, int, ChainOperation[]> goRound)
    {
        var back = LoopBlocks.BackEdges(chain);
        var heads = back.Select(edge => edge.To).ToHashSet();
        for (var index = 0; index < chain.Blocks.Length; index++)
        {
            var terminator = chain.Blocks[index].Terminator;
            foreach (var target in OperationShape.Successors(terminator).Where(heads.Contains))
            {
                var operations = back.Contains((index, target)) ? goRound(index, target) : enter(index, target);
                if (operations.Length == 0)
                    continue;
                blocks.Add(new($"_loop{blocks.Count}", [.. operations], new JumpTerminator(target) { Place = terminator.Place }));
                var detour = blocks.Count - 1;
                blocks[index] = blocks[index] with { Terminator = OperandRewriter.Retarget(blocks[index].Terminator, other => other == target ? detour : other) };
            }
        }
    }

    // Where neither end of a jump back costs anything, something between them does.
    static int PriceOf(ChainBlock block) => block.Operations.OfType<ChargeOperation>().Sum(charge => charge.Cost);

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
