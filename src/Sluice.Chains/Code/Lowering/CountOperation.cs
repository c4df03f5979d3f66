namespace Sluice.Chains.Code.Lowering;

/// <summary>Counts a run of a chain that lies within another: native code only.</summary>
/// <param name="Chain">The chain's name.</param>
sealed record CountOperation(string Chain) : ChainOperation;
