using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Engine;

/// <summary>A loaded program, in process or in the kernel.</summary>
public interface IBpfProgram : IDisposable
{
    /// <summary>What the program is.</summary>
    ProgramSpec Spec { get; }

    /// <summary>Runs it once over a copy of <paramref name="input"/>.</summary>
    /// <remarks>Safe from several threads. In process nothing is allocated.</remarks>
    RunResult Run(ReadOnlySpan<byte> input, in RunContext context = default);
}
