using Sluice.Bpf.Platform;

namespace Sluice.Click.Elements.Programs;

/// <summary><c>BPFClassifier</c>: a program returns the number of the output that a packet leaves at.</summary>
sealed class BPFClassifier : SortingElement
{
    /// <inheritdoc/>
    protected override ProgramType Type => ProgramType.ClickClassifier;
}
