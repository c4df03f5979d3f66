using System.Collections.Immutable;

namespace Sluice.Chains.Functions;

/// <summary>A loader as scripts see it.</summary>
/// <param name="Package">The package it belongs to.</param>
/// <param name="Name">Its name within the package.</param>
public sealed record LoaderSignature(string Package, string Name)
{
    /// <summary>Which packets it hands to which chain, in a sentence; may be empty.</summary>
    public string Documentation { get; init; } = "";

    /// <summary>The maps that say which chain gets which packets; values of <c>u32</c> take chains.</summary>
    public ImmutableArray<MapSignature> Maps { get; init; } = [];

    /// <summary>Older names under which scripts know it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The parameters that a script may set.</summary>
    public ImmutableArray<SettingSignature> Settings { get; init; } = [];

    /// <summary>Do scripts know it by this name?</summary>
    public bool IsCalled(string name) => Name == name || Aliases.Contains(name);
}
