using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>A statement.</summary>
/// <param name="Span">Where it stands.</param>
public abstract record Statement(SourceSpan Span) : SyntaxNode(Span);
