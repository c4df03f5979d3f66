using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>A name of an element or of an element class.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The name.</param>
public sealed record Identifier(SourceSpan Span, string Name) : SyntaxNode(Span);
