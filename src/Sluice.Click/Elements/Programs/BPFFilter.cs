using Sluice.Bpf.Platform;

namespace Sluice.Click.Elements.Programs;

/// <summary><c>BPFFilter</c>: a program decides which packets pass. 0 is an error, 1 drops, 2 passes.</summary>
sealed class BPFFilter : FilteringElement
{
    /// <inheritdoc/>
    protected override ProgramType Type => ProgramType.ClickFilter;

    /// <inheritdoc/>
    protected override VerdictTable Verdicts => VerdictTables.Filter;
}
