namespace Sluice.Fuzzing;

/// <summary>How far a search is.</summary>
/// <param name="Tried">Programs tried.</param>
/// <param name="Accepted">Programs that the verifier accepted.</param>
/// <param name="Run">Accepted programs that were run.</param>
/// <param name="Found">Counter-examples.</param>
/// <param name="Elapsed">How long it took.</param>
public readonly record struct VerifierFuzzProgress(long Tried, long Accepted, long Run, int Found, TimeSpan Elapsed);
