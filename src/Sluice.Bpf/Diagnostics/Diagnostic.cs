using System.Collections.Immutable;

namespace Sluice.Bpf.Diagnostics;

/// <summary>Something wrong with a text in some language.</summary>
/// <param name="Rule">The kind.</param>
/// <param name="Span">Where.</param>
/// <param name="Message">What was found, in one line.</param>
public sealed record Diagnostic(DiagnosticRule Rule, SourceSpan Span, string Message)
{
    /// <summary>What was expected, beside the marked text; may be empty.</summary>
    public string Label { get; init; } = "";

    /// <summary>Other places that explain it.</summary>
    public ImmutableArray<DiagnosticLabel> Related { get; init; } = [];

    /// <summary>Facts that explain it.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What to do; null where nothing is known.</summary>
    public string? Help { get; init; }

    /// <summary>How bad it is.</summary>
    public Severity Severity => Rule.Severity;

    /// <summary>Place, severity, code and message in one line.</summary>
    public override string ToString() => $"{Span}: {Severity.ToString().ToLowerInvariant()}[{Rule.Code}]: {Message}";
}
