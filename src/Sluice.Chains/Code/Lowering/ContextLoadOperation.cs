namespace Sluice.Chains.Code.Lowering;

/// <summary>Reads a field of the program's context: native code only.</summary>
sealed record ContextLoadOperation(int Destination, int Offset) : ChainOperation;
