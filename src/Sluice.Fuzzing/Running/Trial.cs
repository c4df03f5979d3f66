using Sluice.Verifier;

namespace Sluice.Fuzzing.Running;

/// <summary>One program, tried.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Report">What the verifier said.</param>
/// <param name="Failure">For <see cref="TrialOutcome.Broken"/>: what happened. Else empty.</param>
public readonly record struct Trial(TrialOutcome Outcome, ProgramReport Report, string Failure = "");
