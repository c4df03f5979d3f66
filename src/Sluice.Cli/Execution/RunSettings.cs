using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Values;
using Sluice.Chains.Deployment;
using Sluice.Chains.Semantics;
using Sluice.Cli.Verification;
using Sluice.Runtime.Execution;

namespace Sluice.Cli.Execution;

/// <summary>What <c>sluice run</c> is asked to do.</summary>
sealed record RunSettings
{
    /// <summary>The object, and the program's name if it is given.</summary>
    public required Commands.ObjectReference Object { get; init; }

    /// <summary>The capture; <c>-</c> is standard input.</summary>
    public required string Input { get; init; }

    /// <summary>The folder for captures of what came out, or null.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>How often all packets are run.</summary>
    public long Repeat { get; init; } = 1;

    /// <summary>Packets of the capture to take; null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>What a script is compiled with.</summary>
    public ScriptOptions Script { get; init; } = new();

    /// <summary>What a script's chains become.</summary>
    public ChainTier Tier { get; init; }

    /// <summary>What it runs on.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>How the program runs, for people and programs: a mode, or <c>kernel</c>.</summary>
    public string ModeName => Engine == EngineKind.Kernel ? "kernel" : Output.Names.Snake(Mode.ToString());

    /// <summary>How the program runs in process.</summary>
    public ExecutionMode Mode { get; init; }

    /// <summary>What must be known of the program before it runs.</summary>
    public PolicySettings Policy { get; init; } = new(PolicyKind.None, []);

    /// <summary>Variables to set before the load: <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Maps to fill before the run: <c>NAME=FILE</c>.</summary>
    public IReadOnlyList<string> MapFiles { get; init; } = [];

    /// <summary>Types of records in rings: <c>MAP=TYPE</c>.</summary>
    public IReadOnlyList<string> RecordTypes { get; init; } = [];

    /// <summary>The types that CO-RE relocations are applied against; null leaves the instructions as they were compiled.</summary>
    public BtfTypes? TargetTypes { get; init; }

    /// <summary>The routing table, or null.</summary>
    public string? Routes { get; init; }

    /// <summary>The interface that packets come in by.</summary>
    public int InterfaceIndex { get; init; } = 1;

    /// <summary>What the programs' clock follows.</summary>
    public ClockSource Clock { get; init; }

    /// <summary>Seed of the programs' random numbers; null for one of the system's.</summary>
    public ulong? Seed { get; init; }

    /// <summary>End at the first fault?</summary>
    public bool StopsOnFault { get; init; }

    /// <summary>How values are shown and read.</summary>
    public BtfValueFormat Format { get; init; }

    /// <summary>Entries of a map, records and printed lines that are shown to people.</summary>
    public int ShownEntries { get; init; } = 32;
}
