using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Configuration;

/// <summary>A configuration that was read: flat, with where everything stands, and with what is wrong.</summary>
/// <param name="Configuration">The flat configuration; as much of it as could be read.</param>
/// <param name="ElementSpans">Where each element is declared.</param>
/// <param name="ConnectionSpans">Where each connection is written.</param>
/// <param name="Diagnostics">What is wrong, in the order of the text.</param>
public sealed record CompiledConfiguration(
    RouterConfiguration Configuration, ImmutableArray<SourceSpan> ElementSpans, ImmutableArray<SourceSpan> ConnectionSpans, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>May it run, as far as could be told?</summary>
    public bool IsSound => Diagnostics.All(found => found.Severity != Severity.Error);
}
