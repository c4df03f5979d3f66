using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary><c>require(…)</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Requirements">What is required.</param>
public sealed record RequireStatement(SourceSpan Span, ConfigurationString Requirements) : Statement(Span);
