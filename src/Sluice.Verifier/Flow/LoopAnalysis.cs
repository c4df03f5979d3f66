namespace Sluice.Verifier.Flow;

/// <summary>Finds loops, and an order of work in which a loop is done before what follows it.</summary>
static class LoopAnalysis
{
    /// <summary>Sets the order, loop heads, loop depths and numbers of predecessors.</summary>
    public static void Run(Block[] blocks)
    {
        var back = BackEdges(blocks);
        foreach (var (_, head) in back)
            head.IsLoopHead = true;
        var predecessors = Predecessors(blocks);
        var (seen, mark) = (new int[blocks.Length], 0);
        foreach (var group in back.GroupBy(edge => edge.Head))
            Deepen(group.Key, group.Select(edge => edge.From), predecessors, seen, ++mark);
        Number(blocks);
        FindHorizons(blocks);
        foreach (var block in blocks)
            Array.Sort(block.Loops, static (a, b) => (a.LoopDepth, a.Order).CompareTo((b.LoopDepth, b.Order)));
        foreach (var block in blocks)
            block.Predecessors = predecessors[block.Index].Count;
    }

    static List<(Block From, Block Head)> BackEdges(Block[] blocks)
    {
        var edges = new List<(Block, Block)>();
        Visit(blocks, static block => (block.Next, block.Target), null, (from, to) => edges.Add((from, to)));
        return edges;
    }

    // Leaving a loop is visited first, so that it gets a later place.
    static void Number(Block[] blocks)
    {
        var finished = new List<Block>();
        Visit(blocks, static block => (block.Next, block.Target) is ({ } next, { } target) && target.LoopDepth < next.LoopDepth
            ? (target, next)
            : (block.Next, block.Target), finished.Add, null);
        for (var index = 0; index < finished.Count; index++)
            finished[index].Order = finished.Count - 1 - index;
    }

    // Depth first, without recursion: functions may have many thousands of blocks.
    static void Visit(Block[] blocks, Func<Block, (Block?, Block?)> successors, Action<Block>? onFinished, Action<Block, Block>? onBackEdge)
    {
        var state = new byte[blocks.Length];
        var stack = new Stack<(Block Block, int Next)>();
        stack.Push((blocks[0], 0));
        state[blocks[0].Index] = 1;
        while (stack.TryPop(out var top))
        {
            if (top.Next == 2)
            {
                state[top.Block.Index] = 2;
                onFinished?.Invoke(top.Block);
                continue;
            }

            stack.Push((top.Block, top.Next + 1));
            var (first, second) = successors(top.Block);
            if ((top.Next == 0 ? first : second) is not { } successor)
                continue;
            if (state[successor.Index] == 1)
                onBackEdge?.Invoke(top.Block, successor);
            if (state[successor.Index] != 0)
                continue;
            state[successor.Index] = 1;
            stack.Push((successor, 0));
        }
    }

    // A block is done with when all that lead to it are; in a loop these are all of the loop.
    static void FindHorizons(Block[] blocks)
    {
        var inOrder = blocks.Where(block => block.Order >= 0).OrderBy(block => block.Order).ToArray();
        foreach (var block in inOrder)
            block.Horizon = block.Order;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var block in inOrder)
                changed = Raise(block.Next, block.Horizon) | Raise(block.Target, block.Horizon) | changed;
        }

        static bool Raise(Block? block, int horizon)
        {
            if (block is null || block.Horizon >= horizon)
                return false;
            block.Horizon = horizon;
            return true;
        }
    }

    static List<Block>[] Predecessors(Block[] blocks)
    {
        var predecessors = new List<Block>[blocks.Length];
        for (var index = 0; index < blocks.Length; index++)
            predecessors[index] = [];
        foreach (var block in blocks)
        {
            if (block.Next is { } next)
                predecessors[next.Index].Add(block);
            if (block.Target is { } target)
                predecessors[target.Index].Add(block);
        }

        return predecessors;
    }

    // What was seen for other heads bears older marks.
    static void Deepen(Block head, IEnumerable<Block> latches, List<Block>[] predecessors, int[] seen, int mark)
    {
        seen[head.Index] = mark;
        var stack = new Stack<Block>(latches);
        Enter(head, head);
        while (stack.TryPop(out var block))
        {
            if (seen[block.Index] == mark)
                continue;
            seen[block.Index] = mark;
            Enter(block, head);
            foreach (var predecessor in predecessors[block.Index])
                stack.Push(predecessor);
        }
    }

    static void Enter(Block block, Block head)
    {
        block.LoopDepth++;
        block.Loops = [.. block.Loops, head];
    }
}
