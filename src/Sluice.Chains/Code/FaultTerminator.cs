namespace Sluice.Chains.Code;

/// <summary>Ends all chains with XDP_ABORTED and counts the cause.</summary>
public sealed record FaultTerminator(FaultCause Cause) : ChainTerminator;
