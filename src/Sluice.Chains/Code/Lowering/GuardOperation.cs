namespace Sluice.Chains.Code.Lowering;

/// <summary>Ends the chain with a fault if a comparison holds.</summary>
sealed record GuardOperation(Comparison Comparison, Operand Left, Operand Right, FaultCause Cause) : ChainOperation;
