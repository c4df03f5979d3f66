using Sluice.Bpf.Engine;

namespace Sluice.Runtime.Execution;

/// <summary>A CPU for runs over batches of packets that lie in the caller's memory: what a run needs is set up once a batch.</summary>
/// <remarks>
/// For one thread, from <see cref="BpfRuntime.OpenRunner()"/> to <see cref="Dispose"/>, and for any program of its runtime. Nothing is
/// copied and nothing is allocated. As long as it is held, nothing that a program could reach is recycled, and
/// <see cref="BpfRuntime.Synchronize"/> waits: hold it for a batch, and no longer.
/// </remarks>
public readonly struct BatchRunner : IDisposable
{
    readonly Cpu _cpu;

    internal BatchRunner(Cpu cpu)
    {
        _cpu = cpu;
        cpu.Enter();
    }

    /// <summary>The number that per-CPU maps go by here.</summary>
    public int Cpu => _cpu.Id;

    /// <summary>Where the last run redirected to; to be read in <see cref="IPacketBatch.Done"/>.</summary>
    public Redirect Redirect => _cpu.Redirect;

    /// <summary>Runs a program over every packet of a batch.</summary>
    /// <param name="program">The program.</param>
    /// <param name="packets">The packets. Faults go to it and end one packet's run only.</param>
    /// <param name="context">What surrounds them all.</param>
    /// <exception cref="ArgumentException">The program belongs to another runtime.</exception>
    /// <exception cref="ObjectDisposedException">The program was disposed of before.</exception>
    public void Run<TPackets>(RuntimeProgram program, ref TPackets packets, in RunContext context = default)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Runtime != _cpu.Runtime)
            throw new ArgumentException($"program '{program.Spec.Name}' belongs to another runtime", nameof(program));
        program.RunBatch(_cpu, ref packets, context);
    }

    /// <summary>Gives the CPU back.</summary>
    public void Dispose()
    {
        _cpu.Exit();
        _cpu.Packet.Release();
        _cpu.Return();
    }
}
