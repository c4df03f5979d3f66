using Sluice.Chains.Semantics;

namespace Sluice.Chains.Functions;

/// <summary>A parameter of a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, a whole number.</param>
/// <param name="Documentation">What it means; may be empty.</param>
public sealed record ParameterSignature(string Name, ChainType Type, string Documentation = "");
