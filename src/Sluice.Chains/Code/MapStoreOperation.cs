using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>Writes fields of a map's entry; makes the entry where there is none.</summary>
/// <param name="Destination">The register for 0, or the negative errno; or -1.</param>
/// <param name="Map">The map's full name.</param>
/// <param name="Key">The key's parts; bytes that none covers are 0.</param>
/// <param name="Fields">The value's parts: an entry that exists keeps its other bytes, in a new one they are 0.</param>
public sealed record MapStoreOperation(
    int Destination, string Map, ImmutableArray<FieldValue> Key, ImmutableArray<FieldValue> Fields) : ChainOperation;
