using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Core;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking;

/// <summary>One function's place in a linked program.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Start">Its first slot.</param>
/// <param name="Length">Its slots.</param>
/// <param name="TypeId">The id of its BTF function type, or 0.</param>
/// <param name="IsGlobal">Is it verified on its own?</param>
public readonly record struct LinkedFunction(string Name, int Start, int Length, int TypeId, bool IsGlobal);

/// <summary>
/// A program with its sub-programs behind it, ready for an engine: calls are relative, map references are indices.
/// </summary>
/// <remarks>
/// Map references are 64-bit immediates of kind <see cref="Operation.LoadMapByIndex"/> or
/// <see cref="Operation.LoadMapValueByIndex"/> whose index points into <see cref="Maps"/>; callbacks are of kind
/// <see cref="Operation.LoadFunction"/> with the distance to the function's first slot, counted as a local call's. An
/// engine replaces them with descriptors or addresses; all else is final. The same object gives the same linked program
/// on every machine.
/// </remarks>
public sealed record LinkedProgram
{
    /// <summary>What the program is.</summary>
    public required ProgramSpec Spec { get; init; }

    /// <summary>All instructions, the entry function first.</summary>
    public required ImmutableArray<BpfInstruction> Instructions { get; init; }

    /// <summary>The functions, in order; the first is the entry.</summary>
    public required ImmutableArray<LinkedFunction> Functions { get; init; }

    /// <summary>The maps it refers to, in the order of first use.</summary>
    public ImmutableArray<MapSpec> Maps { get; init; } = [];

    /// <summary>Where its instructions come from, by slot of the whole program.</summary>
    public ImmutableArray<SourceLine> Lines { get; init; } = [];

    /// <summary>What came of its CO-RE relocations, by slot of the whole program; empty if none were applied.</summary>
    public ImmutableArray<CoreResult> CoreResults { get; init; } = [];

    /// <summary>The object's types, to which <see cref="LinkedFunction.TypeId"/> points; null if it was built without.</summary>
    public BtfTypes? Types { get; init; }

    /// <summary>The calls of kernel functions, in the order of the code.</summary>
    public ImmutableArray<KernelCall> KernelCalls { get; init; } = [];

    /// <summary>The object's licence.</summary>
    public string License { get; init; } = "";

    /// <summary>The name, for messages.</summary>
    public string Name => Spec.Name;

    /// <summary>The function that holds <paramref name="slot"/>.</summary>
    public LinkedFunction FunctionAt(int slot)
    {
        foreach (var function in Functions)
        {
            if (slot >= function.Start && slot < function.Start + function.Length)
                return function;
        }

        throw new ArgumentOutOfRangeException(nameof(slot), slot, $"the program has {Instructions.Length} instructions");
    }

    /// <summary>The source line that <paramref name="slot"/> comes from, or null where none is known.</summary>
    public SourceLine? LineAt(int slot)
    {
        SourceLine? found = null;
        foreach (var line in Lines)
        {
            if (line.Instruction > slot)
                break;
            found = line;
        }

        return found;
    }
}
