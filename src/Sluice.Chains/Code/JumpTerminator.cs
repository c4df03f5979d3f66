namespace Sluice.Chains.Code;

/// <summary>Goes on at the block with this index.</summary>
public sealed record JumpTerminator(int Target) : ChainTerminator;
