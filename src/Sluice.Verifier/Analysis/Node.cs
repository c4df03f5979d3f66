using Sluice.Verifier.Flow;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>A state in which control reaches a block.</summary>
sealed class Node(Block block, AbstractState state, Node? parent)
{
    AbstractState? _state = state;

    /// <summary>The block.</summary>
    public Block Block { get; } = block;

    /// <summary>What is known at its start. Gone once no path can arrive here any more, and where it follows from the parent's.</summary>
    public AbstractState State
    {
        get => _state ?? throw new InvalidOperationException($"the state of {Block} was given back");
        set => _state = value;
    }

    /// <summary>Is the state still there?</summary>
    public bool HasState => _state is not null;

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

    /// <summary>How many rounds of each loop that the block is in led here, the outermost first.</summary>
    public int[] Rounds { get; init; } = [];

    /// <summary>In how many lists of successors it is.</summary>
    public int Edges { get; set; }

    /// <summary>How many blocks back the last state is from which this node's state can be found again; 0 if it is kept.</summary>
    public int Derived { get; init; }

    /// <summary>Instructions that running the block once takes at most, calls included.</summary>
    public ulong Cost { get; set; }

    /// <summary>The iterator that running the block advances, which comes to its end by itself; 0 if there is none.</summary>
    public int Iterator { get; set; }

    /// <summary>Can control be here? Set once all that leads here was followed; a state that gave way to a wider one leads nowhere.</summary>
    public bool IsReached { get; set; }

    /// <summary>Instructions on the longest path from the function's start to here.</summary>
    public ulong Arrived { get; set; }

    /// <summary>Scratch for proofs of termination: instructions on the longest path from here within a part of the graph.</summary>
    public ulong Longest { get; set; }

    /// <summary>Scratch for the search for cycles: the part of the graph that is searched; 0 before the first search.</summary>
    public int Scope { get; set; }

    /// <summary>Scratch for the search for cycles: when it was found, or -1.</summary>
    public int Index { get; set; }

    /// <summary>Scratch for the search for cycles: the earliest node that it leads back to.</summary>
    public int Low { get; set; }

    /// <summary>Scratch for the search for cycles: its component, or -1.</summary>
    public int Component { get; set; }

    /// <summary>Takes the state away from the node.</summary>
    public AbstractState TakeState()
    {
        var state = State;
        _state = null;
        return state;
    }
}
