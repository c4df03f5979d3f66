namespace Sluice.Chains.Code.Lowering;

/// <summary>Finds the memory that functions and chains share: native code only.</summary>
sealed record SharedPointerOperation(int Destination) : ChainOperation;
