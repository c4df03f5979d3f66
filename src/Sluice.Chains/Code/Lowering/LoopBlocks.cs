namespace Sluice.Chains.Code.Lowering;

/// <summary>The loops of a chain: where they begin, and which blocks lie in them.</summary>
static class LoopBlocks
{
    /// <summary>The blocks of each loop, by the block that it begins with: those from which a jump back to it is reached without it.</summary>
    public static Dictionary<int, HashSet<int>> Of(ChainFunction chain)
    {
        var before = new List<int>[chain.Blocks.Length];
        for (var index = 0; index < chain.Blocks.Length; index++)
        {
            foreach (var target in OperationShape.Successors(chain.Blocks[index].Terminator))
                (before[target] ??= []).Add(index);
        }

        var loops = new Dictionary<int, HashSet<int>>();
        foreach (var (from, head) in BackEdges(chain))
        {
            if (!loops.TryGetValue(head, out var blocks))
                loops.Add(head, blocks = [head]);
            var pending = new Stack<int>([from]);
            while (pending.TryPop(out var block))
            {
                if (!blocks.Add(block))
                    continue;
                foreach (var previous in before[block] ?? [])
                    pending.Push(previous);
            }
        }

        return loops;
    }

    /// <summary>The jumps that close a loop: those to a block that a search in depth is still in.</summary>
    public static HashSet<(int From, int To)> BackEdges(ChainFunction chain)
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
}
