using Sluice.Verifier.Flow;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>A state in which control reaches a block.</summary>
sealed class Node(Block block, AbstractState state, Node? parent)
{
    /// <summary>The block.</summary>
    public Block Block { get; } = block;

    /// <summary>What is known at its start.</summary>
    public AbstractState State { get; set; } = state;

    /// <summary>The node that it was first reached from.</summary>
    public Node? Parent { get; } = parent;

    /// <summary>Was it reached by its parent's jump, and not by falling through?</summary>
    public bool IsByJump { get; init; }

    /// <summary>Does it wait to be run?</summary>
    public bool IsPending { get; set; }

    /// <summary>How often it was widened.</summary>
    public int Widened { get; set; }

    /// <summary>The nodes that it leads to.</summary>
    public List<Node> Successors { get; } = new(2);

    /// <summary>Instructions that running the block once takes at most, calls included.</summary>
    public ulong Cost { get; set; }

    /// <summary>Scratch for the search for cycles.</summary>
    public int Index { get; set; } = -1;

    /// <summary>Scratch for the search for cycles.</summary>
    public int Component { get; set; } = -1;
}
