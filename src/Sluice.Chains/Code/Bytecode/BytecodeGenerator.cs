using System.Collections.Immutable;
using Sluice.Chains.Code.Lowering;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Code.Bytecode;

/// <summary>Makes bytecode of the HIKe machine of chains.</summary>
public static class BytecodeGenerator
{
    /// <summary>Instructions that a chain may have.</summary>
    public const int MaxInstructions = 4096;

    /// <summary>Generates the bytecode of a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="chains">The numbers of its chains, 1 to 255, by name.</param>
    /// <param name="functions">Gives the id of a function by its full name; accessors of maps are asked for, too.</param>
    /// <exception cref="ChainCodeException">A chain is not well-formed, too long, or needs more stack than there is.</exception>
    public static BytecodeUnit Generate(ChainUnit unit, IReadOnlyDictionary<string, uint> chains, Func<FunctionReference, uint> functions)
    {
        ChainChecker.Check(unit);
        var maps = new MapLowering(unit);
        var lowered = unit.Chains.Select(ChainBudget.Charged).Select(maps.Lower).Select(chain => (Chain: chain, Code: Lower(unit, chain))).ToArray();
        var called = Called(unit, maps.Accessors, lowered.Select(chain => chain.Code));
        var ids = called.ToDictionary(function => function.FullName, functions, StringComparer.Ordinal);
        var elements = new ElementIds { Function = name => ids[name], Chain = name => chains[name] | ElementCalls.ChainBit };
        return new([.. lowered.Select(chain => Emit(chain.Code, elements))], called, maps.Accessors);
    }

    static ChainFunction Lower(ChainUnit unit, ChainFunction chain) =>
        Simplifier.Run(PacketLowering.Lower(unit, chain, ChainTarget.Bytecode));

    static ChainBytecode Emit(ChainFunction chain, ElementIds elements)
    {
        var (code, charges) = BytecodeEmitter.Emit(chain, elements);
        if (code.Instructions.Length > MaxInstructions)
        {
            throw new ChainCodeException(chain.Name, chain.Place, "", $"{code.Instructions.Length} instructions",
                $"at most {MaxInstructions}: move parts into chains that this one calls");
        }

        return new(chain.Name, elements.Chain(chain.Name), chain.ParameterCount, code.Instructions, code.Lines, charges);
    }

    // Lowering adds calls of its own: the search for the transport header.
    static ImmutableArray<FunctionReference> Called(ChainUnit unit, ImmutableArray<MapAccessor> accessors, IEnumerable<ChainFunction> lowered)
    {
        var names = lowered.SelectMany(chain => chain.Blocks).SelectMany(block => block.Operations)
            .OfType<CallFunctionOperation>().Select(call => call.Function).Distinct();
        return [.. names.Select(name => unit.FindFunction(name)
            ?? accessors.FirstOrDefault(accessor => accessor.Reference.FullName == name)?.Reference
            ?? PacketLowering.Transport).OrderBy(function => function.Package == MapAccessor.Package)];
    }
}
