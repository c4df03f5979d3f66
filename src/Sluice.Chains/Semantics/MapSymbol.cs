using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code;

namespace Sluice.Chains.Semantics;

/// <summary>A map as the compiler of scripts sees it.</summary>
/// <param name="Package">The package it belongs to; empty for one of the script itself.</param>
/// <param name="Spec">Its shape.</param>
/// <param name="Key">The parts of a key; empty if scripts cannot write it.</param>
/// <param name="Value">The parts of a value; empty if scripts cannot write it.</param>
sealed record MapSymbol(string Package, MapSpec Spec, ImmutableArray<MapField> Key, ImmutableArray<MapField> Value)
{
    /// <summary>Are its keys prefixes: a length in bits, then an address?</summary>
    public bool HasPrefixes =>
        Spec.Type == MapType.LpmTrie && Key is [_, { Type.Kind: ChainTypeKind.IPv4 or ChainTypeKind.IPv6 }];

    /// <summary>How code refers to it.</summary>
    public MapReference Reference =>
        new(Package, Spec.Name, Spec.KeySize, Spec.ValueSize) { Spec = Package.Length == 0 ? Spec : null };

    /// <summary>A map of a package.</summary>
    public static MapSymbol Of(string package, MapSpec spec) =>
        new(package, spec, MapLayout.Of(spec.KeyType), MapLayout.Of(spec.ValueType));
}
