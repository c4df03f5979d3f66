using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Functions;

/// <summary>A map that scripts may fill, read and write.</summary>
/// <param name="Spec">Its shape; keys and values can be used as far as their types are known.</param>
public sealed record MapSignature(MapSpec Spec)
{
    /// <summary>What it holds, in a sentence; may be empty.</summary>
    public string Documentation { get; init; } = "";

    /// <summary>Older names under which scripts know it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Do scripts know it by this name?</summary>
    public bool IsCalled(string name) => Spec.Name == name || Aliases.Contains(name);
}
