namespace Sluice.Chains.Code.Lowering;

/// <summary>The end of a block whose last operation never comes back.</summary>
sealed record UnreachableTerminator : ChainTerminator;
