using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>A script, checked and ready for the generators: plain data that says everything they need.</summary>
public sealed record ChainUnit
{
    /// <summary>The unit's name: the script's, without folder and extension.</summary>
    public required string Name { get; init; }

    /// <summary>The chains.</summary>
    public ImmutableArray<ChainFunction> Chains { get; init; } = [];

    /// <summary>The functions that the chains call.</summary>
    public ImmutableArray<FunctionReference> Functions { get; init; } = [];

    /// <summary>The maps that the chains access or the script fills.</summary>
    public ImmutableArray<MapReference> Maps { get; init; } = [];

    /// <summary>The loaders.</summary>
    public ImmutableArray<LoaderReference> Loaders { get; init; } = [];

    /// <summary>What is in the maps when the first packet comes.</summary>
    public ImmutableArray<MapEntry> Entries { get; init; } = [];

    /// <summary>The parameters that the script sets.</summary>
    public ImmutableArray<FunctionSetting> Settings { get; init; } = [];

    /// <summary>The chain called <paramref name="name"/>, or null.</summary>
    public ChainFunction? FindChain(string name) => Chains.FirstOrDefault(chain => chain.Name == name);

    /// <summary>The function with this full name, or null.</summary>
    public FunctionReference? FindFunction(string fullName) => Functions.FirstOrDefault(function => function.FullName == fullName);

    /// <summary>The map with this full name, or null.</summary>
    public MapReference? FindMap(string fullName) => Maps.FirstOrDefault(map => map.FullName == fullName);
}
