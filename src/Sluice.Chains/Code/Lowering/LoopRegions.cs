namespace Sluice.Chains.Code.Lowering;

/// <summary>Which blocks go round together: the strongly connected components of a chain's flow (Kosaraju's algorithm).</summary>
static class LoopRegions
{
    /// <summary>The region of each block: a number, the same for blocks that lead to each other; -1 for what nothing leads to.</summary>
    public static int[] Of(ChainFunction chain)
    {
        var count = chain.Blocks.Length;
        var before = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        for (var index = 0; index < count; index++)
        {
            foreach (var target in OperationShape.Successors(chain.Blocks[index].Terminator))
                before[target].Add(index);
        }

        var done = new List<int>(count);
        Walk(0, new bool[count], block => OperationShape.Successors(chain.Blocks[block].Terminator), done.Add);
        var regions = new int[count];
        Array.Fill(regions, -1);
        var isSeen = new bool[count];
        for (var at = done.Count - 1; at >= 0; at--)
        {
            var region = done[at];
            // Backwards from what was done last: what is found belongs to it.
            if (!isSeen[region])
                Walk(region, isSeen, block => before[block], block => regions[block] = region);
        }

        return regions;
    }

    /// <summary>A search in depth that tells of each block when all that follows is done.</summary>
    static void Walk(int start, bool[] isSeen, Func<int, IReadOnlyList<int>> next, Action<int> finish)
    {
        var path = new Stack<(int Block, int Next)>([(start, 0)]);
        isSeen[start] = true;
        while (path.TryPop(out var step))
        {
            var targets = next(step.Block);
            if (step.Next == targets.Count)
            {
                finish(step.Block);
                continue;
            }

            path.Push((step.Block, step.Next + 1));
            var target = targets[step.Next];
            if (isSeen[target])
                continue;
            isSeen[target] = true;
            path.Push((target, 0));
        }
    }
}
