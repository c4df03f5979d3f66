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

    /// <summary>
    /// Runs the program <paramref name="count"/> times in a row, each over the packet as the last run left it: what
    /// BPF_PROG_TEST_RUN does when it is asked to repeat, to measure a program apart from what surrounds it.
    /// </summary>
    /// <returns>What the last run returned; 0 if there was none.</returns>
    /// <exception cref="BpfFaultException">The program did what it may not; the runs that were left did not happen.</exception>
    public ulong Repeat(int count, in RunContext context = default) => _program.RepeatOn(Cpu, context, count);

    /// <summary>Gives the CPU back.</summary>
    public void Dispose()
    {
        _cpu?.Return();
        _cpu = null;
    }
}
