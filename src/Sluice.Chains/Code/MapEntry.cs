using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>An entry that a script puts into a map before packets come.</summary>
/// <param name="Map">The map's full name.</param>
/// <param name="Key">The key's bytes.</param>
/// <param name="Value">The value's bytes, with zeros where chains are named.</param>
/// <param name="Chains">The chains whose ids go into the value, as 32-bit numbers in host order, and where.</param>
public sealed record MapEntry(
    string Map, ImmutableArray<byte> Key, ImmutableArray<byte> Value, ImmutableArray<(int Offset, string Chain)> Chains)
{
    /// <summary>The interfaces whose indices go into key and value, as 32-bit numbers in host order: which machine has which index
    /// is known only where the script runs (<see cref="Deployment.InterfaceNames"/>).</summary>
    public ImmutableArray<InterfaceName> Interfaces { get; init; } = [];

    /// <summary>Is it an entry for the same key?</summary>
    public bool HasKeyOf(MapEntry other) => Map == other.Map && Key.AsSpan().SequenceEqual(other.Key.AsSpan())
        && Interfaces.Where(name => name.IsKey).SequenceEqual(other.Interfaces.Where(name => name.IsKey));
}
