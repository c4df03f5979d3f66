using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>What stands for an element class.</summary>
/// <param name="Span">Where it stands.</param>
public abstract record ClassReference(SourceSpan Span) : SyntaxNode(Span);
