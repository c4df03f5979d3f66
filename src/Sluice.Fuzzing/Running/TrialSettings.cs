using Sluice.Bpf.Linking;
using Sluice.Verifier;

namespace Sluice.Fuzzing.Running;

/// <summary>How programs are tried.</summary>
public sealed record TrialSettings
{
    /// <summary>How they are verified.</summary>
    public VerifierOptions Options { get; init; } = VerifierOptions.Default;

    /// <summary>See to it, too, that each state of a run lies within what was proved there, and no run exceeds its bound?</summary>
    public bool Contains { get; init; }

    /// <summary>Ask the running kernel, too? What it refuses for safety and is accepted here counts as broken.</summary>
    public bool AsksKernel { get; init; }

    /// <summary>Programs that may execute more instructions in a run, as far as their proof says, are not run.</summary>
    public ulong MaxInstructions { get; init; } = 1 << 20;

    /// <summary>What verifies; tests of the search give one that errs.</summary>
    internal Func<LinkedProgram, VerifierOptions, ProgramReport> Verifier { get; init; } = ProgramVerifier.Verify;
}
