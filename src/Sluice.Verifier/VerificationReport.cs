using System.Collections.Immutable;

namespace Sluice.Verifier;

/// <summary>What verifying an object gave, program by program.</summary>
/// <param name="Object">The object's name.</param>
/// <param name="Mode">What the proofs are for.</param>
/// <param name="Programs">Its programs, in the order of the file.</param>
public sealed record VerificationReport(string Object, VerifierMode Mode, ImmutableArray<ProgramReport> Programs)
{
    /// <summary>Did all programs pass?</summary>
    public bool Passed => Programs.All(program => program.Passed);
}
