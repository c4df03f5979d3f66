namespace Sluice.Chains.Code;

/// <summary>Arithmetic with two operands.</summary>
public sealed record BinaryOperation(int Destination, BinaryOperator Operator, Operand Left, Operand Right) : ChainOperation;
