namespace Sluice.Chains.Semantics;

/// <summary>Something outside the chain's variables that can be read and written: a packet's field, a map's.</summary>
/// <param name="Type">The type of what it holds.</param>
/// <param name="Load">Reads it.</param>
/// <param name="Store">Writes a value, which stands at a place in the script.</param>
sealed record ChainPlace(ChainType Type, Func<ChainValue> Load, Action<ChainValue, SourceSpan> Store);
