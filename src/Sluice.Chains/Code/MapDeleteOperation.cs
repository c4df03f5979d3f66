using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>Removes a map's entry.</summary>
/// <param name="Destination">The register for 0, or the negative errno (-2 where there was none); or -1.</param>
/// <param name="Map">The map's full name.</param>
/// <param name="Key">The key's parts; bytes that none covers are 0.</param>
public sealed record MapDeleteOperation(int Destination, string Map, ImmutableArray<FieldValue> Key) : ChainOperation;
