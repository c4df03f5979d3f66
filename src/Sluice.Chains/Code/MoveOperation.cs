namespace Sluice.Chains.Code;

/// <summary>Copies a register or a constant.</summary>
public sealed record MoveOperation(int Destination, Operand Source) : ChainOperation;
