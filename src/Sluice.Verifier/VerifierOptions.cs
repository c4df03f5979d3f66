using Sluice.Bpf.Linking;

namespace Sluice.Verifier;

/// <summary>How a program is verified.</summary>
public sealed record VerifierOptions
{
    /// <summary>The default: <see cref="VerifierMode.Sluice"/>, first error only.</summary>
    public static VerifierOptions Default { get; } = new();

    /// <summary>What the proof is for.</summary>
    public VerifierMode Mode { get; init; }

    /// <summary>Report every independent error, and not only the first?</summary>
    public bool ReportAll { get; init; }

    /// <summary>Must every access be aligned to its size, whatever the machine?</summary>
    public bool StrictAlignment { get; init; }

    /// <summary>What is known of the machine, for objects that are linked here.</summary>
    /// <remarks>For Linux, kernel objects are typed by <see cref="LinkOptions.TargetTypes"/>, the types of the kernel that the proof is for,
    /// of programs that were linked before too. Without them what depends on these types is refused.</remarks>
    public LinkOptions Link { get; init; } = LinkOptions.None;

    /// <summary>Keep what was proved before each instruction (<see cref="ProgramReport.ProvedStates"/>)? It takes much memory.</summary>
    public bool KeepStates { get; init; }

    /// <summary>Instructions that the analysis of one program may look at before it gives up; Linux's limit by default.</summary>
    /// <remarks>include/linux/bpf.h, BPF_COMPLEXITY_LIMIT_INSNS.</remarks>
    public long Effort { get; init; } = 1_000_000;
}
