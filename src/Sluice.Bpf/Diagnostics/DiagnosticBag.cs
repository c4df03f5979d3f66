using System.Collections.Immutable;

namespace Sluice.Bpf.Diagnostics;

/// <summary>Collects findings; more than <see cref="Limit"/> are counted, not kept.</summary>
public sealed class DiagnosticBag
{
    /// <summary>Findings kept.</summary>
    public const int Limit = 100;

    readonly List<Diagnostic> _found = [];
    readonly HashSet<(int, DiagnosticRule)> _places = [];

    /// <summary>Errors found.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>The findings, in the order of the text.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() =>
        [.. _found.OrderBy(found => found.Span.Source.Path, StringComparer.Ordinal).ThenBy(found => found.Span.Start)];

    /// <summary>Adds a finding, unless the same stands at the same place already.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (!_places.Add((HashCode.Combine(diagnostic.Span.Source.Path, diagnostic.Span.Start), diagnostic.Rule)))
            return;
        if (diagnostic.Severity == Severity.Error)
            ErrorCount++;
        if (_found.Count < Limit)
            _found.Add(diagnostic);
    }

    /// <summary>Adds a finding.</summary>
    public void Add(DiagnosticRule rule, SourceSpan span, string message, string label = "", string? help = null) =>
        Add(new Diagnostic(rule, span, message) { Label = label, Help = help });
}
