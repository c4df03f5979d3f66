using Sluice.Chains.Code;

namespace Sluice.Chains.Machine.Reference;

/// <summary>What became of a packet.</summary>
/// <param name="Action">The XDP action.</param>
/// <param name="Fault">Why it was aborted, or null if a chain or a function decided.</param>
/// <param name="Executed">Instructions executed.</param>
public readonly record struct ChainResult(int Action, FaultCause? Fault, int Executed);
