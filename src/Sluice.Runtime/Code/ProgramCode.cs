using System.Collections.Immutable;
using Sluice.Bpf.Linking;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Code;

/// <summary>A linked program made ready to run: structure checked, everything it names resolved.</summary>
sealed class ProgramCode
{
    /// <summary>How often may_goto lets a function go on: BPF_MAX_LOOPS (include/linux/bpf.h).</summary>
    public const int MayGotoLimit = 8 * 1024 * 1024;

    /// <summary>The program.</summary>
    public required LinkedProgram Program { get; init; }

    /// <summary>What its context looks like.</summary>
    public required ContextAdapter Adapter { get; init; }

    /// <summary>The maps that it names, by the index in its 64-bit immediates.</summary>
    public required ImmutableArray<RuntimeMap> Maps { get; init; }

    /// <summary>The runtime that it was loaded into.</summary>
    public required BpfRuntime Runtime { get; init; }

    /// <summary>Its number in <see cref="CodeTable"/>.</summary>
    public required int Id { get; init; }

    /// <summary>The instruction at each slot; null in the second half of a 64-bit immediate.</summary>
    public required CodeInstruction?[] Instructions { get; init; }

    /// <summary>The functions; the first is the entry.</summary>
    public required CodeFunction[] Functions { get; init; }

    /// <summary>The name, for messages.</summary>
    public string Name => Program.Name;

    /// <summary>The function that holds <paramref name="slot"/>.</summary>
    public CodeFunction FunctionAt(int slot) => Array.Find(Functions, function => slot >= function.Start && slot < function.End)!;
}
