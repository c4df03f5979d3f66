namespace Sluice.Verifier.Flow;

/// <summary>Instructions that are run one after the other.</summary>
/// <param name="index">Its number within the function's graph.</param>
/// <param name="start">Its first slot.</param>
/// <param name="end">The slot behind its last instruction.</param>
/// <param name="last">The slot of its last instruction.</param>
sealed class Block(int index, int start, int end, int last)
{
    /// <summary>Its number within the function's graph.</summary>
    public int Index { get; } = index;

    /// <summary>Its first slot.</summary>
    public int Start { get; } = start;

    /// <summary>The slot behind its last instruction.</summary>
    public int End { get; } = end;

    /// <summary>The slot of its last instruction.</summary>
    public int Last { get; } = last;

    /// <summary>The block behind it, if control can go there; else null.</summary>
    public Block? Next { get; set; }

    /// <summary>Where its jump leads, or null.</summary>
    public Block? Target { get; set; }

    /// <summary>How many edges lead to it.</summary>
    public int Predecessors { get; set; }

    /// <summary>Its place in the order of work: callers before, loops as a whole before what follows them. -1 if it cannot be reached.</summary>
    public int Order { get; set; } = -1;

    /// <summary>
    /// Once all work left is on blocks of a higher <see cref="Order"/> than this, no path arrives here any more.
    /// </summary>
    public int Horizon { get; set; } = -1;

    /// <summary>Does control come here from a function of the program that was called, perhaps in several states?</summary>
    public bool FollowsCall { get; set; }

    /// <summary>Does an edge lead back to it from a block that it leads to?</summary>
    public bool IsLoopHead { get; set; }

    /// <summary>How many loops it is in.</summary>
    public int LoopDepth { get; set; }

    /// <summary>The heads of these loops, the outermost first.</summary>
    public Block[] Loops { get; set; } = [];

    /// <summary>The registers whose values may be read before they are written, a bit each.</summary>
    public ushort LiveIn { get; set; }

    /// <summary>Of a loop's head: what decides which way control goes in the loop.</summary>
    public Deciders? Deciders { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"block {Index} (insn {Start} to {Last})";
}
