namespace Sluice.Chains.Code.Lowering;

/// <summary>Notes the time: native code only.</summary>
/// <param name="OfCall">Of the call that follows, and not of the chain.</param>
sealed record ClockOperation(bool OfCall) : ChainOperation;
