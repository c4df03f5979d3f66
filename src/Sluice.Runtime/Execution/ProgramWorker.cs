using Sluice.Bpf.Engine;

namespace Sluice.Runtime.Execution;

/// <summary>Runs one program again and again on a CPU of its own, in place: the quick way for loops over packets.</summary>
/// <remarks>
/// For one thread at a time. Fill <see cref="Packet"/>, call <see cref="Run"/>, read <see cref="Packet"/>.
/// </remarks>
public sealed class ProgramWorker : IDisposable
{
    readonly RuntimeProgram _program;
    Cpu? _cpu;

    internal ProgramWorker(RuntimeProgram program, Cpu cpu)
    {
        _program = program;
        _cpu = cpu;
        Packet = cpu.Packet;
    }

    /// <summary>The packet that the next run works on, and the last run left.</summary>
    public PacketBuffer Packet { get; }

    /// <summary>Where the last run redirected to.</summary>
    public Redirect Redirect => Cpu.Redirect;

    Cpu Cpu => _cpu ?? throw new ObjectDisposedException(nameof(ProgramWorker));

    /// <summary>Runs the program once over <see cref="Packet"/>.</summary>
    /// <returns>What the program returned.</returns>
    /// <exception cref="BpfFaultException">The program did what it may not.</exception>
    public ulong Run(in RunContext context = default) => _program.RunOn(Cpu, context);

    /// <summary>Gives the CPU back.</summary>
    public void Dispose()
    {
        _cpu?.Return();
        _cpu = null;
    }
}
