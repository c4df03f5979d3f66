namespace Sluice.Chains.Code.Lowering;

/// <summary>Ends a chain that lies within another, which goes on: native code only.</summary>
/// <param name="Chain">The chain's name.</param>
/// <param name="Depth">How many chains it lies in.</param>
/// <param name="Outer">The name of the chain that goes on.</param>
sealed record LeaveOperation(string Chain, int Depth, string Outer) : ChainOperation;
