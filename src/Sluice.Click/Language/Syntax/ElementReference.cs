using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>What stands for an element in a connection.</summary>
/// <param name="Span">Where it stands.</param>
public abstract record ElementReference(SourceSpan Span) : SyntaxNode(Span);
