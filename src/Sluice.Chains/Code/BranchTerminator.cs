namespace Sluice.Chains.Code;

/// <summary>Compares, and goes on at one of two blocks.</summary>
public sealed record BranchTerminator(Comparison Comparison, Operand Left, Operand Right, int Then, int Else) : ChainTerminator;
