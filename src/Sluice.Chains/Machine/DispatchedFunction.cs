using System.Collections.Immutable;

namespace Sluice.Chains.Machine;

/// <summary>A function that the VM calls by its number.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="ParameterBits">The widths of its parameters.</param>
/// <param name="IsValue">Does it say that it gives no verdict (<c>SLUICE_VALUE</c>)? A number that would be read as one then loses its highest bit.</param>
public readonly record struct DispatchedFunction(string Symbol, ImmutableArray<int> ParameterBits, bool IsValue = false);
