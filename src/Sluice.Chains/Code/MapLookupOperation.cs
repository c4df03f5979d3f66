using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>Reads a field of a map's entry.</summary>
/// <param name="Destination">The register for the field, 0 where there is no entry; or -1.</param>
/// <param name="Found">The register for 1 or 0, whether there is an entry; or -1.</param>
/// <param name="Map">The map's full name, as in <see cref="MapReference.FullName"/>.</param>
/// <param name="Key">The key's parts; bytes that none covers are 0.</param>
/// <param name="Offset">The field's offset in the value.</param>
/// <param name="Size">Its bytes: 1, 2, 4 or 8.</param>
/// <param name="IsBigEndian">Is it stored in network byte order?</param>
/// <remarks>In a map with a value for each CPU: this CPU's.</remarks>
public sealed record MapLookupOperation(
    int Destination, int Found, string Map, ImmutableArray<FieldValue> Key, int Offset, int Size, bool IsBigEndian) : ChainOperation;
