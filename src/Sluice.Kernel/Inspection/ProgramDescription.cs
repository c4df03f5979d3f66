using System.Collections.Immutable;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Inspection;

/// <summary>What the kernel tells about a program.</summary>
public sealed record ProgramDescription
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Its type.</summary>
    public required ProgramType Type { get; init; }

    /// <summary>Its name, at most 15 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The hash of its instructions, 16 hexadecimal digits: of SHA-256 since Linux 6.18, of SHA-1 before (see
    /// <see cref="ProgramTags"/>).</summary>
    public required string Tag { get; init; }

    /// <summary>May it call helpers that are for GPL-compatible programs only?</summary>
    public bool IsGplCompatible { get; init; }

    /// <summary>When it was loaded.</summary>
    public DateTimeOffset LoadedAt { get; init; }

    /// <summary>The user that loaded it.</summary>
    public int UserId { get; init; }

    /// <summary>Bytes of its instructions after the verifier's changes.</summary>
    public int TranslatedBytes { get; init; }

    /// <summary>Bytes of its machine code; 0 if it is interpreted.</summary>
    public int JitedBytes { get; init; }

    /// <summary>Bytes of the kernel's memory that it takes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Instructions that the verifier went through.</summary>
    public int VerifiedInstructions { get; init; }

    /// <summary>The numbers of its maps.</summary>
    public ImmutableArray<int> MapIds { get; init; } = [];

    /// <summary>The number of its types; 0 if it has none.</summary>
    public int BtfId { get; init; }

    /// <summary>How often it ran while statistics were on (<see cref="RunStatistics"/>).</summary>
    public long Runs { get; init; }

    /// <summary>How long it ran while they were on, in nanoseconds.</summary>
    public long RunNanoseconds { get; init; }

    /// <summary>Runs that were left out because it was running on that CPU already.</summary>
    public long RecursionMisses { get; init; }
}
