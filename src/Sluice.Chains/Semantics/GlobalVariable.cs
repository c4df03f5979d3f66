namespace Sluice.Chains.Semantics;

/// <summary>A variable at the top level, which chains change: it lies in a map and lives as long as the script runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Declared">Where it gets its first value.</param>
/// <param name="Map">The map that holds it.</param>
/// <param name="Field">Its place in the map's only value.</param>
sealed record GlobalVariable(string Name, ChainType Type, SourceSpan Declared, MapSymbol Map, MapField Field);
