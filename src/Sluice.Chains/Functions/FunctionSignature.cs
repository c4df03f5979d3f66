using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Functions;

/// <summary>A function as scripts see it; all of it comes from the BTF of its object.</summary>
/// <param name="Package">The package it belongs to.</param>
/// <param name="Name">Its name within the package.</param>
/// <param name="Parameters">What it takes, at most 4.</param>
/// <param name="Result">The type of its value.</param>
/// <param name="Outcome">Does it give a value, a final verdict, or either?</param>
public sealed record FunctionSignature(
    string Package, string Name, ImmutableArray<ParameterSignature> Parameters, ChainType Result, FunctionOutcome Outcome)
{
    /// <summary>What it does, in a sentence; may be empty.</summary>
    public string Documentation { get; init; } = "";

    /// <summary>What its value means; may be empty.</summary>
    public string ResultDocumentation { get; init; } = "";

    /// <summary>Older names under which scripts know it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The parameters that a script may set.</summary>
    public ImmutableArray<SettingSignature> Settings { get; init; } = [];

    /// <summary>The maps that a script may fill, and chains may read and write.</summary>
    public ImmutableArray<MapSignature> Maps { get; init; } = [];

    /// <summary>Do scripts know it by this name?</summary>
    public bool IsCalled(string name) => Name == name || Aliases.Contains(name);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}({string.Join(", ", Parameters.Select(parameter => $"{parameter.Name}: {parameter.Type}"))})";
}
