namespace Sluice.Bpf.Diagnostics;

/// <summary>How parts of a finding stand out; by default not at all.</summary>
public sealed record DiagnosticPalette
{
    /// <summary>Marks errors.</summary>
    public Func<string, string> Error { get; init; } = text => text;

    /// <summary>Marks warnings.</summary>
    public Func<string, string> Warning { get; init; } = text => text;

    /// <summary>Marks the message.</summary>
    public Func<string, string> Strong { get; init; } = text => text;

    /// <summary>Marks line numbers and frames.</summary>
    public Func<string, string> Frame { get; init; } = text => text;
}
