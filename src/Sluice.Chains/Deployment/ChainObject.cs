using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;

namespace Sluice.Chains.Deployment;

/// <summary>A script as one object, ready for any engine, and what its parts are called there.</summary>
public sealed record ChainObject
{
    /// <summary>The object: its programs are the script's loaders.</summary>
    public required BpfObject Object { get; init; }

    /// <summary>The numbers of the chains, by name; loaders' maps hold them.</summary>
    public required ImmutableDictionary<string, uint> ChainIds { get; init; }

    /// <summary>The symbols of maps, by their full names.</summary>
    public required ImmutableDictionary<string, string> Maps { get; init; }

    /// <summary>What is in maps when the first packet comes: the map's symbol, key and value.</summary>
    public ImmutableArray<(string Map, ImmutableArray<byte> Key, ImmutableArray<byte> Value)> Entries { get; init; } = [];

    /// <summary>The functions whose runs are counted: their full names, by their numbers.</summary>
    public ImmutableArray<string> Counted { get; init; } = [];

    /// <summary>The programs of the loaders, with where the script attaches them.</summary>
    public ImmutableArray<(string Program, LoaderReference Loader)> Loaders { get; init; } = [];
}
