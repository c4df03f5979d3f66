namespace Sluice.Chains.Code.Emission;

/// <summary>Puts blocks into an order in which most go on at the next one.</summary>
static class BlockOrder
{
    /// <summary>The reachable blocks, the entry first.</summary>
    public static IReadOnlyList<int> Of(ChainFunction chain)
    {
        var order = new List<int>();
        var placed = new bool[chain.Blocks.Length];
        var pending = new Stack<int>([0]);
        while (pending.TryPop(out var index))
        {
            while (!placed[index])
            {
                placed[index] = true;
                order.Add(index);
                var next = chain.Blocks[index].Terminator switch
                {
                    JumpTerminator jump => jump.Target,
                    BranchTerminator branch => Choose(branch),
                    _ => index,
                };
                index = next;
            }
        }

        return order;

        int Choose(BranchTerminator branch)
        {
            var (first, second) = placed[branch.Else] || IsCold(branch.Else) ? (branch.Then, branch.Else) : (branch.Else, branch.Then);
            pending.Push(second);
            return first;
        }

        bool IsCold(int index) => chain.Blocks[index].Terminator is FaultTerminator;
    }
}
