namespace Sluice.Runtime.Code;

/// <summary>One function of a program, as a graph of basic blocks.</summary>
sealed class CodeFunction(int index, string name, int start, int end)
{
    /// <summary>Its index; 0 is the entry.</summary>
    public int Index { get; } = index;

    /// <summary>Its name, for messages.</summary>
    public string Name { get; } = name;

    /// <summary>Its first slot.</summary>
    public int Start { get; } = start;

    /// <summary>The slot behind it.</summary>
    public int End { get; } = end;

    /// <summary>Its blocks, in the order of the code; the first is the entry.</summary>
    public List<BasicBlock> Blocks { get; } = [];

    /// <summary>The functions that it calls.</summary>
    public HashSet<int> Callees { get; } = [];

    /// <summary>The functions whose address it takes.</summary>
    public HashSet<int> Callbacks { get; } = [];

    /// <summary>Is its own address taken somewhere?</summary>
    public bool IsCallback { get; set; }

    /// <summary>The most frames that are open when it is entered, itself included, if calls alone decide that; else 0.</summary>
    /// <remarks>0 for whatever a callback, a call through a register or a recursion can reach: that is checked while running.</remarks>
    public int Depth { get; set; }

    /// <summary>Registers that are read before they are written, as a bit set.</summary>
    public int LiveIn { get; set; }
}
