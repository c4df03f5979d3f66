using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>An entry that a script puts into a map before packets come.</summary>
/// <param name="Map">The map's full name.</param>
/// <param name="Key">The key's bytes.</param>
/// <param name="Value">The value's bytes, with zeros where chains are named.</param>
/// <param name="Chains">The chains whose ids go into the value, as 32-bit numbers in host order, and where.</param>
public sealed record MapEntry(
    string Map, ImmutableArray<byte> Key, ImmutableArray<byte> Value, ImmutableArray<(int Offset, string Chain)> Chains);
