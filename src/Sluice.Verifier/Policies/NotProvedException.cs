using Sluice.Bpf.Engine;

namespace Sluice.Verifier.Policies;

/// <summary>A program that is not loaded because it does not pass. <see cref="Report"/> has the explanation.</summary>
public sealed class NotProvedException(ProgramReport report)
    : LoadRefusedException($"'{report.Program}' does not pass: {report.Rejections[0].Reason}; nothing is loaded ('sluice verify' explains)")
{
    /// <summary>What verifying it gave.</summary>
    public ProgramReport Report { get; } = report;
}
