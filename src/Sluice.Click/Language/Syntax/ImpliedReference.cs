using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>Nothing, at the beginning or the end of a connection: <c>input</c> or <c>output</c>.</summary>
/// <param name="Span">Where it stands.</param>
public sealed record ImpliedReference(SourceSpan Span) : ElementReference(Span);
