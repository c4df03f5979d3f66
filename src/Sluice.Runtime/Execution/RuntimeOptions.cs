using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Runtime.Helpers;
using Sluice.Runtime.Routes;

namespace Sluice.Runtime.Execution;

/// <summary>What a runtime is told when it is made.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Possible CPUs: how many threads may run programs at once, and how many values per-CPU maps hold.</summary>
    public int CpuCount { get; init; } = Environment.ProcessorCount;

    /// <summary>How programs run unless a load says otherwise.</summary>
    public ExecutionMode Mode { get; init; } = ExecutionMode.Sandbox;

    /// <summary>Backward jumps that one run may take, in the sandbox and the interpreter.</summary>
    public int Budget { get; init; } = 1 << 20;

    /// <summary>Decides which programs are loaded; null for all. What it lets in may run as <see cref="ExecutionMode.Compiled"/>
    /// if it demands a proof.</summary>
    public ILoadPolicy? Policy { get; init; }

    /// <summary>The helpers that programs may call.</summary>
    public HelperTable Helpers { get; init; } = StandardHelpers.Table;

    /// <summary>What objects are linked against: the types that CO-RE relocations ask about, symbols of the kernel.</summary>
    public LinkOptions Link { get; init; } = LinkOptions.None;

    /// <summary>Where time comes from; tests and replays give their own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Seed of bpf_get_prandom_u32; null takes one from the system.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Receives what programs print (bpf_trace_printk), a line each; null drops it.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Receives the copies that bpf_clone_redirect sends; null drops them. Called on the running thread.</summary>
    public CloneHandler? Clones { get; init; }

    /// <summary>Receives the faults of timers' callbacks, which no caller waits for; null drops them.</summary>
    public Action<BpfFaultException>? Faults { get; init; }

    /// <summary>Is shown every instruction before it is run, in <see cref="ExecutionMode.Interpret"/>; null for none. For
    /// debugging: programs run many times slower with one.</summary>
    public IExecutionObserver? Observer { get; init; }

    /// <summary>The routes and neighbours that bpf_fib_lookup answers from.</summary>
    public RoutingTable Routes { get; init; } = RoutingTable.Empty;
}
