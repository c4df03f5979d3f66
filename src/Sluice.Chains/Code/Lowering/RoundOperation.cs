namespace Sluice.Chains.Code.Lowering;

/// <summary>Lets verifiers take one round of a loop for all of them (<c>may_goto</c>): native code only.</summary>
sealed record RoundOperation : ChainOperation;
