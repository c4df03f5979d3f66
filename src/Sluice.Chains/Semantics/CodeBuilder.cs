using System.Collections.Immutable;
using Sluice.Chains.Code;

namespace Sluice.Chains.Semantics;

/// <summary>Builds the blocks of a chain, and follows which variables have a value where.</summary>
sealed class CodeBuilder
{
    const int Nowhere = -1;

    readonly List<OpenBlock> _blocks = [];
    int _current;

    /// <summary>A chain whose first registers hold its parameters.</summary>
    public CodeBuilder()
    {
        _current = NewBlock("entry");
        _blocks[_current].IsReached = true;
        _blocks[_current].Assigned = [];
    }

    /// <summary>Where in the script what comes next stands.</summary>
    public SourcePlace? Place { get; set; }

    /// <summary>Registers given out.</summary>
    public int RegisterCount { get; private set; }

    /// <summary>Can what comes next be executed?</summary>
    public bool IsReachable => _current != Nowhere;

    /// <summary>A register that nothing uses yet.</summary>
    public int NewRegister() => RegisterCount++;

    /// <summary>A block to be filled later.</summary>
    public int NewBlock(string label)
    {
        _blocks.Add(new($"{label}{_blocks.Count}"));
        return _blocks.Count - 1;
    }

    /// <summary>Goes on in a block; where nothing leads to it, what follows cannot be executed.</summary>
    public void Start(int block) => _current = _blocks[block].IsReached ? block : Nowhere;

    /// <summary>Adds an operation.</summary>
    public void Emit(ChainOperation operation)
    {
        if (IsReachable)
            _blocks[_current].Operations.Add(operation with { Place = Place });
    }

    /// <summary>Adds an operation that gives a value.</summary>
    public Operand Emit(Func<int, ChainOperation> operation)
    {
        var register = NewRegister();
        Emit(operation(register));
        return Operand.Of(register);
    }

    /// <summary>Ends the block; what follows cannot be executed until another one starts.</summary>
    public void End(ChainTerminator terminator)
    {
        if (!IsReachable)
            return;
        _blocks[_current].Terminator = terminator with { Place = Place };
        foreach (var target in Targets(terminator))
            Reach(_blocks[target]);
        _current = Nowhere;
    }

    /// <summary>Goes on at a block.</summary>
    public void Jump(int block) => End(new JumpTerminator(block));

    /// <summary>Notes that a variable has a value from here on.</summary>
    public void Assign(Variable variable)
    {
        if (IsReachable)
            _blocks[_current].Assigned = _blocks[_current].Assigned!.Add(variable);
    }

    /// <summary>Has a variable a value here on every way that leads here?</summary>
    public bool IsAssigned(Variable variable) => !IsReachable || _blocks[_current].Assigned!.Contains(variable);

    /// <summary>The blocks that can be reached.</summary>
    public ImmutableArray<ChainBlock> Build()
    {
        List<int> order = [0];
        for (var index = 0; index < order.Count; index++)
            order.AddRange(Targets(_blocks[order[index]].Terminator).Where(target => !order.Contains(target)).Distinct());
        order.Sort();
        return [.. order.Select(index =>
            new ChainBlock(_blocks[index].Label, [.. _blocks[index].Operations],
            Renumber(_blocks[index].Terminator!, order)))];
    }

    void Reach(OpenBlock block)
    {
        var assigned = _blocks[_current].Assigned!;
        block.Assigned = block.IsReached ? block.Assigned!.Intersect(assigned) : assigned;
        block.IsReached = true;
    }

    static IEnumerable<int> Targets(ChainTerminator? terminator) => terminator switch
    {
        JumpTerminator jump => [jump.Target],
        BranchTerminator branch => [branch.Then, branch.Else],
        _ => [],
    };

    static ChainTerminator Renumber(ChainTerminator terminator, List<int> order) => terminator switch
    {
        JumpTerminator jump => jump with { Target = order.IndexOf(jump.Target) },
        BranchTerminator branch => branch with { Then = order.IndexOf(branch.Then), Else = order.IndexOf(branch.Else) },
        _ => terminator,
    };

    sealed class OpenBlock(string label)
    {
        public string Label { get; } = label;

        public List<ChainOperation> Operations { get; } = [];

        public ChainTerminator? Terminator { get; set; }

        public bool IsReached { get; set; }

        public ImmutableHashSet<Variable>? Assigned { get; set; }
    }
}
