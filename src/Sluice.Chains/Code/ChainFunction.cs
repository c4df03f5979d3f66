using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>One chain as blocks of operations over virtual registers.</summary>
public sealed record ChainFunction
{
    /// <summary>The chain's name, unique within the unit.</summary>
    public required string Name { get; init; }

    /// <summary>How many arguments it takes, 0 to 4: they arrive in the first registers.</summary>
    public int ParameterCount { get; init; }

    /// <summary>How many virtual registers it uses, those of the arguments included.</summary>
    public int RegisterCount { get; init; }

    /// <summary>The blocks; the first is the entry.</summary>
    public required ImmutableArray<ChainBlock> Blocks { get; init; }

    /// <summary>Where in the script it is defined, or null.</summary>
    public SourcePlace? Place { get; init; }
}
