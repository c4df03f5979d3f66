using Sluice.Bpf.Instructions;

namespace Sluice.Runtime.Code;

/// <summary>Finds the code of a function, and cuts it into basic blocks.</summary>
static class FlowGraph
{
    /// <summary>Fills the function's blocks, and the functions that it calls and takes the address of.</summary>
    /// <remarks>
    /// Follows the code from the entry, so that functions need not be contiguous in a bare stream of instructions. What
    /// cannot be reached belongs to no block.
    /// </remarks>
    public static void Build(CodeFunction function, CodeInstruction?[] instructions, CodeFunction[] functions)
    {
        var leaders = FindLeaders(function.Start, instructions, out var reached);
        var byStart = new Dictionary<int, BasicBlock>();
        foreach (var start in leaders.OrderBy(start => start == function.Start ? -1 : start)) // The entry first.
        {
            var block = new BasicBlock(function.Blocks.Count, start);
            function.Blocks.Add(block);
            byStart[start] = block;
        }

        foreach (var block in function.Blocks)
        {
            var slot = block.Start;
            CodeInstruction last;
            do
            {
                last = instructions[slot]!;
                block.Instructions.Add(last);
                slot = last.Next;
            }
            while (last.Target < 0 && !last.EndsFlow && !leaders.Contains(slot));

            block.End = slot;
            block.Branch = last.Target >= 0 ? byStart[last.Target] : null;
            block.FallThrough = last.EndsFlow ? null : byStart[slot];
        }

        foreach (var slot in reached)
        {
            var instruction = instructions[slot]!;
            if (instruction.Operation == Operation.CallLocal)
            {
                function.Callees.Add(instruction.Callee);
            }
            else if (instruction.Callee >= 0)
            {
                function.Callbacks.Add(instruction.Callee);
                functions[instruction.Callee].IsCallback = true;
            }
        }
    }

    static HashSet<int> FindLeaders(int entry, CodeInstruction?[] instructions, out HashSet<int> reached)
    {
        var leaders = new HashSet<int> { entry };
        reached = [];
        var pending = new Stack<int>([entry]);
        while (pending.TryPop(out var slot))
        {
            if (!reached.Add(slot))
                continue;
            var instruction = instructions[slot]!;
            if (instruction.Target >= 0)
            {
                leaders.Add(instruction.Target);
                pending.Push(instruction.Target);
            }

            if (instruction.EndsFlow)
                continue;
            if (instruction.Target >= 0)
                leaders.Add(instruction.Next);
            pending.Push(instruction.Next);
        }

        return leaders;
    }
}
