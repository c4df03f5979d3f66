namespace Sluice.Bpf.Assembly;

/// <summary>One thing wrong with an assembly text.</summary>
/// <param name="File">The file, as the caller named it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What should.</param>
/// <param name="Suggestion">What may have been meant; null where nothing is close.</param>
public sealed record AssemblyError(string File, int Line, int Column, string Found, string Expected, string? Suggestion = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{File}:{Line}:{Column}: found {Found}, expected {Expected}"
        + (Suggestion is null ? "" : $" (did you mean '{Suggestion}'?)");
}
