using System.Collections.Immutable;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>A chain of a script.</summary>
/// <param name="name">Its name in the unit, where those of imported files may be others than in their scripts.</param>
/// <param name="definition">What the script says.</param>
/// <param name="scope">The script that defines it.</param>
/// <param name="parameters">The types of its parameters.</param>
sealed class ChainSymbol(string name, ChainDefinition definition, ScriptScope scope, ImmutableArray<ChainType> parameters)
{
    /// <summary>Its name in the unit.</summary>
    public string Name { get; } = name;

    /// <summary>What the script says.</summary>
    public ChainDefinition Definition { get; } = definition;

    /// <summary>The script that defines it.</summary>
    public ScriptScope Scope { get; } = scope;

    /// <summary>The types of its parameters.</summary>
    public ImmutableArray<ChainType> Parameters { get; } = parameters;

    /// <summary>Does a loader hand packets to it?</summary>
    public bool IsEntry { get; set; }
}
