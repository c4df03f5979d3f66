using System.Collections.Immutable;

namespace Sluice.Chains.Code.Lowering;

/// <summary>The blocks that a chain is lowered to, while they are made: those of the chain keep their numbers, new ones follow.</summary>
sealed class LoweredCode(ChainFunction chain)
{
    readonly List<ChainBlock?> _blocks = [];
    readonly ImmutableArray<ChainOperation>.Builder _operations = ImmutableArray.CreateBuilder<ChainOperation>();
    int _current, _registers;

    /// <summary>The place in the script of what is added without one.</summary>
    public SourcePlace? Place { get; set; }

    /// <summary>Forgets all that was made.</summary>
    public void Restart()
    {
        _registers = chain.RegisterCount + Enum.GetValues<PacketPointer>().Length;
        _blocks.Clear();
        _blocks.AddRange(new ChainBlock?[chain.Blocks.Length]);
    }

    /// <summary>The lowered chain.</summary>
    public ChainFunction Build() =>
        chain with { RegisterCount = _registers, Blocks = [.. _blocks.Select((block, index) => block ?? Unreachable(index))] };

    /// <summary>The register that holds a pointer.</summary>
    public int RegisterOf(PacketPointer kind) => chain.RegisterCount + (int)kind;

    /// <summary>A register that nothing else uses.</summary>
    public int Temporary() => _registers++;

    /// <summary>A register that holds a constant.</summary>
    public int Constant(long value)
    {
        var register = Temporary();
        Add(new MoveOperation(register, Operand.Value(value)));
        return register;
    }

    /// <summary>Adds an operation to the block at hand.</summary>
    public void Add(ChainOperation operation) => _operations.Add(operation with { Place = operation.Place ?? Place });

    /// <summary>The number of a block that is still to be made.</summary>
    public int NewBlock()
    {
        _blocks.Add(null);
        return _blocks.Count - 1;
    }

    /// <summary>Goes on with a block.</summary>
    public void Begin(int block) => _current = block;

    /// <summary>Ends the block at hand.</summary>
    public void End(ChainTerminator terminator)
    {
        var label = _current < chain.Blocks.Length ? chain.Blocks[_current].Label : $"_{_current}";
        _blocks[_current] = new(label, _operations.DrainToImmutable(), terminator with { Place = terminator.Place ?? Place });
    }

    // A block that nothing leads to still needs a place: the numbers of the others shall stay.
    ChainBlock Unreachable(int index) => new(chain.Blocks[index].Label, [], new FaultTerminator(FaultCause.Instruction));
}
