namespace Sluice.Runtime.Code;

/// <summary>Cuts a function into basic blocks.</summary>
static class FlowGraph
{
    /// <summary>Fills <see cref="CodeFunction.Blocks"/>.</summary>
    public static void Build(CodeFunction function, CodeInstruction?[] instructions)
    {
        var leaders = new SortedSet<int> { function.Start };
        for (var slot = function.Start; slot < function.End; slot++)
        {
            if (instructions[slot] is not { } instruction)
                continue;
            if (instruction.Target >= 0)
                leaders.Add(instruction.Target);
            if ((instruction.Target >= 0 || instruction.EndsFlow) && instruction.Next < function.End)
                leaders.Add(instruction.Next);
        }

        var byStart = new Dictionary<int, BasicBlock>();
        foreach (var start in leaders)
        {
            var block = new BasicBlock(function.Blocks.Count, start);
            function.Blocks.Add(block);
            byStart[start] = block;
        }

        for (var index = 0; index < function.Blocks.Count; index++)
        {
            var block = function.Blocks[index];
            block.End = index + 1 < function.Blocks.Count ? function.Blocks[index + 1].Start : function.End;
            for (var slot = block.Start; slot < block.End; slot++)
            {
                if (instructions[slot] is { } instruction)
                    block.Instructions.Add(instruction);
            }

            var last = block.Instructions[^1];
            if (last.Target >= 0)
                block.Branch = byStart[last.Target];
            if (!last.EndsFlow)
                block.FallThrough = function.Blocks[index + 1];
        }

        MarkReachable(function.Blocks[0]);
    }

    static void MarkReachable(BasicBlock entry)
    {
        var pending = new Stack<BasicBlock>([entry]);
        while (pending.TryPop(out var block))
        {
            if (block.IsReachable)
                continue;
            block.IsReachable = true;
            foreach (var successor in block.Successors)
                pending.Push(successor);
        }
    }
}
