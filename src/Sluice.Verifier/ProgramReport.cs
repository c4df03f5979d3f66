using System.Collections.Immutable;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Inspection;

namespace Sluice.Verifier;

/// <summary>What verifying one program gave.</summary>
/// <param name="Section">Its section; for a program without one, its type's name.</param>
/// <param name="Program">Its name.</param>
/// <param name="Type">Its type.</param>
public sealed record ProgramReport(string Section, string Program, ProgramType Type)
{
    /// <summary>Why it was rejected; empty if it passed.</summary>
    public ImmutableArray<Rejection> Rejections { get; init; } = [];

    /// <summary>Is it proved safe?</summary>
    public bool Passed => Rejections.IsEmpty;

    /// <summary>A bound on the instructions that one run executes; 0 if it did not pass. Callbacks and tail-called programs
    /// of its own object count, other programs that it may tail-call do not.</summary>
    public ulong InstructionBound { get; init; }

    /// <summary>Bytes of stack that it uses at most, all frames together.</summary>
    public int StackBytes { get; init; }

    /// <summary>Its instructions, sub-programs included.</summary>
    public int Instructions { get; init; }

    /// <summary>Instructions that the analysis looked at.</summary>
    public long InstructionsVisited { get; init; }

    /// <summary>States that it told apart.</summary>
    public int States { get; init; }

    /// <summary>What was proved before each instruction, with <see cref="VerifierOptions.KeepStates"/>; else null.</summary>
    public ProgramStates? ProvedStates { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Bytes of managed memory that it allocated.</summary>
    public long AllocatedBytes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{(Passed ? "PASS" : "FAIL")}: {Section}/{Program}";
}
