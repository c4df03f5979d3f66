using Sluice.Bpf.Platform;

namespace Sluice.Click.Elements.Programs;

/// <summary><c>BPFRewriter</c>: a program changes packets, and their size. 0 is an error, 1 success.</summary>
sealed class BPFRewriter : FilteringElement
{
    /// <inheritdoc/>
    protected override ProgramType Type => ProgramType.ClickRewriter;

    /// <inheritdoc/>
    protected override VerdictTable Verdicts => VerdictTables.Rewriter;
}
