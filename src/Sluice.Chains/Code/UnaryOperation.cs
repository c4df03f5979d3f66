namespace Sluice.Chains.Code;

/// <summary>Arithmetic with one operand.</summary>
public sealed record UnaryOperation(int Destination, UnaryOperator Operator, Operand Source) : ChainOperation;
