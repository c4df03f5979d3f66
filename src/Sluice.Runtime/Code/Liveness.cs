namespace Sluice.Runtime.Code;

/// <summary>Which registers are read before they are written.</summary>
static class Liveness
{
    /// <summary>Fills <see cref="CodeFunction.LiveIn"/> of all functions.</summary>
    /// <remarks>
    /// Starts from every function reading everything and narrows: each step is safe to stop at, and two are enough but for
    /// long call chains written callee last.
    /// </remarks>
    public static void FindLiveIn(CodeFunction[] functions)
    {
        foreach (var function in functions)
            function.LiveIn = -1;
        for (var round = 0; round < 2; round++)
        {
            for (var index = functions.Length - 1; index >= 0; index--)
                functions[index].LiveIn = Find(functions[index], functions)[0];
        }
    }

    /// <summary>The registers live at the start of each block.</summary>
    public static int[] Find(CodeFunction function, CodeFunction[] functions)
    {
        var live = new int[function.Blocks.Count];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var index = live.Length - 1; index >= 0; index--)
            {
                var block = function.Blocks[index];
                var set = 0;
                foreach (var successor in block.Successors)
                    set |= live[successor.Index];
                for (var position = block.Instructions.Count - 1; position >= 0; position--)
                    set = Before(block.Instructions[position], set, functions);
                changed |= set != live[index];
                live[index] = set;
            }
        }

        return live;
    }

    /// <summary>The registers live before <paramref name="instruction"/>, given those live behind it.</summary>
    public static int Before(CodeInstruction instruction, int after, CodeFunction[] functions) =>
        (after & ~RegisterEffects.Writes(instruction)) | RegisterEffects.Reads(instruction, functions);
}
