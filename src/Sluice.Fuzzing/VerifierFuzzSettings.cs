using System.Collections.Immutable;
using Sluice.Fuzzing.Generation;
using Sluice.Fuzzing.Running;

namespace Sluice.Fuzzing;

/// <summary>What a search for unsound proofs is told.</summary>
public sealed record VerifierFuzzSettings
{
    /// <summary>Instructions that the verifier looks at before it gives up on a program, in a search of many.</summary>
    public const long QuickEffort = 1_500;

    /// <summary>The same seed gives the same programs.</summary>
    public int Seed { get; init; }

    /// <summary>The search ends when so many accepted programs were run; null for no such end.</summary>
    public long? Programs { get; init; }

    /// <summary>The search ends after this time; null for no such end.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Programs to mutate; without, all are made from scratch.</summary>
    public ImmutableArray<Subject> Seeds { get; init; } = [];

    /// <summary>How programs are tried.</summary>
    public TrialSettings Trial { get; init; } = new() { Options = new() { Effort = QuickEffort } };

    /// <summary>Packets for each program.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>Threads.</summary>
    public int Workers { get; init; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>The search ends at the first counter-example? Otherwise it goes on and gathers more.</summary>
    public bool StopsAtFirst { get; init; } = true;
}
