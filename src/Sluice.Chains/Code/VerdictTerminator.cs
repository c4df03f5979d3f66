namespace Sluice.Chains.Code;

/// <summary>Ends all chains with a final verdict.</summary>
/// <param name="Action">The XDP action, 0 to 4.</param>
public sealed record VerdictTerminator(int Action) : ChainTerminator;
