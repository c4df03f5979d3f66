using Sluice.Bpf.Engine;

namespace Sluice.Runtime.Execution;

/// <summary>A CPU for runs over batches of packets that lie in the caller's memory: what a run needs is set up once a batch.</summary>
/// <remarks>
/// For one thread at a time, and for any program of its runtime. Nothing is copied and nothing is allocated. Values that
/// programs removed from maps, and maps that were disposed of, wait for the end of the batch.
/// </remarks>
public sealed class BatchRunner : IDisposable
{
    Cpu? _cpu;

    internal BatchRunner(Cpu cpu) => _cpu = cpu;

    /// <summary>The number that per-CPU maps go by here.</summary>
    public int Cpu => Taken.Id;

    /// <summary>Where the last run redirected to; to be read in <see cref="IPacketBatch.Done"/>.</summary>
    public Redirect Redirect => Taken.Redirect;

    Cpu Taken => _cpu ?? throw new ObjectDisposedException(nameof(BatchRunner));

    /// <summary>Runs a program over every packet of a batch.</summary>
    /// <param name="program">The program.</param>
    /// <param name="packets">The packets. Faults go to it and end one packet's run only.</param>
    /// <param name="context">What surrounds them all.</param>
    /// <exception cref="ArgumentException">The program belongs to another runtime.</exception>
    /// <exception cref="ObjectDisposedException">The program, or this, was disposed of.</exception>
    public void Run<TPackets>(RuntimeProgram program, ref TPackets packets, in RunContext context = default)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(program);
        var cpu = Taken;
        if (program.Runtime != cpu.Runtime)
            throw new ArgumentException($"program '{program.Spec.Name}' belongs to another runtime", nameof(program));
        program.RunBatch(cpu, ref packets, context);
    }

    /// <summary>Gives the CPU back.</summary>
    public void Dispose()
    {
        _cpu?.Return();
        _cpu = null;
    }
}
