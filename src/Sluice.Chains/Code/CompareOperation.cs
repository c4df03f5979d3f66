namespace Sluice.Chains.Code;

/// <summary>Compares, and gives 1 or 0.</summary>
public sealed record CompareOperation(int Destination, Comparison Comparison, Operand Left, Operand Right) : ChainOperation;
