using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Functions;

/// <summary>A loader as scripts see it.</summary>
/// <param name="Package">The package it belongs to.</param>
/// <param name="Name">Its name within the package.</param>
public sealed record LoaderSignature(string Package, string Name)
{
    /// <summary>Which packets it hands to which chain, in a sentence; may be empty.</summary>
    public string Documentation { get; init; } = "";

    /// <summary>The maps that say which chain gets which packets; values of <c>u32</c> take chains.</summary>
    public ImmutableArray<MapSpec> Maps { get; init; } = [];

    /// <summary>The parameters that a script may set.</summary>
    public ImmutableArray<SettingSignature> Settings { get; init; } = [];
}
