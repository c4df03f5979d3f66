namespace Sluice.Chains.Code;

/// <summary>Returns a value to the calling chain. A chain that returns to its loader so has given no verdict.</summary>
public sealed record ReturnTerminator(Operand Value) : ChainTerminator;
