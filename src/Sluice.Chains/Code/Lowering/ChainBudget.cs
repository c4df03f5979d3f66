namespace Sluice.Chains.Code.Lowering;

/// <summary>What chains may cost a packet, and what they cost: the same on all engines.</summary>
/// <remarks>
/// The price of a block is due when it begins, whatever becomes of it then, and is a matter of the intermediate code alone: about the
/// instructions that its operations take on the HIKe machine. Machine and native code count the same prices at the same places, so that
/// a packet that costs too much has done the same on both when it ends.
/// </remarks>
static class ChainBudget
{
    /// <summary>What a packet is worth, over all chains.</summary>
    public const int Instructions = 4096;

    const int Compare = 4, Packet = 4, Header = 10, Call = 2;

    /// <summary>A chain in which each block pays first.</summary>
    public static ChainFunction Charged(ChainFunction chain) => chain with
    {
        Blocks = [.. chain.Blocks.Select(block => IsFree(chain, block) ? block
            : block with { Operations = block.Operations.Insert(0, new ChargeOperation(PriceOf(block)) { Place = PlaceOf(block) }) })],
    };

    /// <summary>Can a packet cost more than it is worth? Only chains that loop, that call themselves, or that are long.</summary>
    public static bool MayBeSpent(ChainUnit unit)
    {
        var prices = new Dictionary<string, int?>(StringComparer.Ordinal);
        return unit.Chains.Any(chain => Longest(unit, chain, prices) is not <= Instructions);
    }

    // Blocks that do nothing cost nothing, unless there is nothing else in their loop.
    static bool IsFree(ChainFunction chain, ChainBlock block)
    {
        for (var steps = 0; steps < chain.Blocks.Length; steps++)
        {
            if (block is not { Operations.IsEmpty: true, Terminator: JumpTerminator jump })
                return steps > 0;
            block = chain.Blocks[jump.Target];
        }

        return false;
    }

    static SourcePlace? PlaceOf(ChainBlock block) => block.Operations.Select(operation => operation.Place).FirstOrDefault(place => place is not null) ?? block.Terminator.Place;

    static int PriceOf(ChainBlock block) => 1 + block.Operations.Sum(PriceOf);

    static int PriceOf(ChainOperation operation) => operation switch
    {
        CompareOperation => Compare,
        PacketLoadOperation or PacketStoreOperation => Packet,
        HeaderTestOperation or HeaderRequireOperation => Header,
        CallFunctionOperation call => Call + call.Arguments.Length,
        CallChainOperation call => Call + call.Arguments.Length,
        MapLookupOperation lookup => (Call + lookup.Key.Length) * (lookup is { Destination: >= 0, Found: >= 0 } ? 2 : 1),
        MapStoreOperation store => Call + store.Key.Length + store.Fields.Length,
        MapDeleteOperation delete => Call + delete.Key.Length,
        _ => 1,
    };

    // The most that a chain can cost with all that it calls; null: without end.
    static int? Longest(ChainUnit unit, ChainFunction chain, Dictionary<string, int?> prices)
    {
        if (prices.TryGetValue(chain.Name, out var known))
            return known;
        prices.Add(chain.Name, null); // Asked for again before it is known, it calls itself.
        var blocks = new int[chain.Blocks.Length];
        var isOpen = new bool[chain.Blocks.Length];
        var isEndless = false;
        var longest = From(0);
        return prices[chain.Name] = isEndless ? null : longest;

        int From(int index)
        {
            isEndless |= isOpen[index];
            if (isEndless || blocks[index] > 0)
                return blocks[index];
            isOpen[index] = true;
            var block = chain.Blocks[index];
            var price = PriceOf(block) + OperationShape.Successors(block.Terminator).Select(From).DefaultIfEmpty().Max();
            foreach (var call in block.Operations.OfType<CallChainOperation>())
            {
                if (Longest(unit, unit.FindChain(call.Chain)!, prices) is { } called)
                    price += called;
                else
                    isEndless = true;
            }

            isOpen[index] = false;
            // What is beyond the budget need not be told apart, and must not wrap.
            return blocks[index] = Math.Min(price, Instructions + 1);
        }
    }
}
