using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Chains.Machine;

/// <summary>The layout of the counters of chains and functions: <c>sluice_stats</c> of bpf/vm/stats.h.</summary>
public static class ChainCounters
{
    /// <summary>The map's name.</summary>
    public const string Map = "sluice_stats";

    /// <summary>Entries: chains by number below 256, functions from there.</summary>
    public const int Entries = 512;

    /// <summary>The number of the first function.</summary>
    public const int FirstFunction = 256;

    /// <summary>Bytes of an entry.</summary>
    public const int Size = 128;

    /// <summary>Where the verdicts begin, one counter of 64 bits for each XDP action.</summary>
    public const int Verdicts = 8;

    /// <summary>XDP actions that have a counter.</summary>
    public const int Actions = 5;

    /// <summary>Where the faults begin, one counter of 64 bits for each <see cref="Code.FaultCause"/>.</summary>
    public const int Faults = 48;

    /// <summary>Where the nanoseconds are, while the VM measures time.</summary>
    public const int Nanoseconds = 112;

    /// <summary>The map.</summary>
    public static MapSpec Spec { get; } = new(Map, MapType.PerCpuArray, sizeof(uint), Size, Entries);
}
