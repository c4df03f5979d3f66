using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>A pre-built function that chains of a unit call.</summary>
/// <param name="Package">The package it comes from.</param>
/// <param name="Name">Its name within the package.</param>
/// <param name="ParameterBits">The widths of its parameters, 8, 16, 32 or 64.</param>
/// <param name="Outcome">What it gives.</param>
public sealed record FunctionReference(string Package, string Name, ImmutableArray<int> ParameterBits, FunctionOutcome Outcome)
{
    /// <summary>The most arguments that a function or a chain takes.</summary>
    public const int MaxParameters = 4;

    /// <summary>The name that operations call it by: <c>package.name</c>.</summary>
    public string FullName => $"{Package}.{Name}";
}
