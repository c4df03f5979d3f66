using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier;

/// <summary>Why a program was rejected: data; <see cref="Reporting.RejectionText"/> makes sentences of it.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Reason">One sentence with the values, without a full stop.</param>
public sealed record Rejection(RejectionKind Kind, string Reason)
{
    /// <summary>The slot of the instruction, counted from the program's start; -1 where it is the program as a whole.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>The instruction as text.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>The function that holds it.</summary>
    public string Function { get; init; } = "";

    /// <summary>Where it comes from, if the object says so.</summary>
    public SourceLine? Line { get; init; }

    /// <summary>The branches that lead there, first to last.</summary>
    public ImmutableArray<PathStep> Path { get; init; } = [];

    /// <summary>What to do about it; empty where nobody can tell.</summary>
    public string Suggestion { get; init; } = "";
}
