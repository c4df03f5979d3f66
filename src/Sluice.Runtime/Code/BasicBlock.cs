namespace Sluice.Runtime.Code;

/// <summary>Instructions that run one after the other, entered at the first and left at the last.</summary>
sealed class BasicBlock(int index, int start)
{
    /// <summary>Its place among the blocks of its function, in the order of the code.</summary>
    public int Index { get; } = index;

    /// <summary>Its first slot.</summary>
    public int Start { get; } = start;

    /// <summary>The slot behind it.</summary>
    public int End { get; set; }

    /// <summary>Its instructions.</summary>
    public List<CodeInstruction> Instructions { get; } = [];

    /// <summary>The block that control falls into, or null.</summary>
    public BasicBlock? FallThrough { get; set; }

    /// <summary>The block that its last instruction jumps to, or null.</summary>
    public BasicBlock? Branch { get; set; }

    /// <summary>Its successors.</summary>
    public IEnumerable<BasicBlock> Successors
    {
        get
        {
            if (FallThrough is not null)
                yield return FallThrough;
            if (Branch is not null)
                yield return Branch;
        }
    }
}
