using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>A part of a configuration, as it was written.</summary>
/// <param name="Span">Where it stands.</param>
public abstract record SyntaxNode(SourceSpan Span);
