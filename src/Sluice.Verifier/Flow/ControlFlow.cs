using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;

namespace Sluice.Verifier.Flow;

/// <summary>The control flow graph of one function.</summary>
sealed class ControlFlow
{
    ControlFlow(LinkedFunction function, Block[] blocks)
    {
        Function = function;
        Blocks = blocks;
        InOrder = [.. blocks.Where(block => block.Order >= 0).OrderBy(block => block.Order)];
        ByHorizon = [.. InOrder.OrderBy(block => block.Horizon)];
    }

    /// <summary>The function.</summary>
    public LinkedFunction Function { get; }

    /// <summary>All blocks, in the order of the code.</summary>
    public Block[] Blocks { get; }

    /// <summary>The blocks that can be reached, in the order of work.</summary>
    public Block[] InOrder { get; }

    /// <summary>The blocks that can be reached, in the order in which they are done with.</summary>
    public Block[] ByHorizon { get; }

    /// <summary>The first slot that no path reaches, or -1.</summary>
    public int FirstUnreachable
    {
        get
        {
            foreach (var block in Blocks)
            {
                if (block.Order < 0)
                    return block.Start;
            }

            return -1;
        }
    }

    /// <summary>Builds the graph of a function whose shape was checked.</summary>
    public static ControlFlow Build(ProgramCode code, LinkedFunction function)
    {
        var blocks = Cut(code, function);
        Connect(code, blocks);
        LoopAnalysis.Run(blocks);
        var flow = new ControlFlow(function, blocks);
        Liveness.Run(code, flow);
        return flow;
    }

    static Block[] Cut(ProgramCode code, LinkedFunction function)
    {
        var end = function.Start + function.Length;
        var leaders = new bool[function.Length + 1];
        leaders[0] = true;
        for (var slot = function.Start; slot < end; slot += code.Forms[slot]!.Slots)
        {
            var form = code.Forms[slot]!;
            if (form.IsJump)
                leaders[code.TargetOf(slot) - function.Start] = true;
            if (EndsBlock(form))
                leaders[slot + form.Slots - function.Start] = true;
        }

        var blocks = new List<Block>();
        var start = function.Start;
        var last = start;
        for (var slot = start; slot < end;)
        {
            last = slot;
            slot += code.Forms[slot]!.Slots;
            if (slot < end && !leaders[slot - function.Start])
                continue;
            blocks.Add(new(blocks.Count, start, slot, last));
            start = slot;
        }

        return [.. blocks];
    }

    // A call ends a block because it may come back in several states.
    static bool EndsBlock(InstructionForm form) => form.IsJump || form.Operation is Operation.Exit or Operation.CallLocal;

    static void Connect(ProgramCode code, Block[] blocks)
    {
        var byStart = blocks.ToDictionary(block => block.Start);
        foreach (var block in blocks)
        {
            var form = code.Forms[block.Last]!;
            if (form.IsJump)
                block.Target = byStart[code.TargetOf(block.Last)];
            if (form.Operation is not (Operation.Exit or Operation.Jump))
                block.Next = byStart.GetValueOrDefault(block.End);
            if (form.Operation == Operation.CallLocal && block.Next is { } next)
                next.FollowsCall = true;
        }
    }
}
