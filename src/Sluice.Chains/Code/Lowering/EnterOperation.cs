namespace Sluice.Chains.Code.Lowering;

/// <summary>Begins a chain that lies within another: native code only.</summary>
/// <param name="Chain">The chain's name.</param>
/// <param name="Depth">How many chains it lies in.</param>
sealed record EnterOperation(string Chain, int Depth) : ChainOperation;
