namespace Sluice.Chains.Language.Syntax;

/// <summary>A name, where it is not an expression.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The name.</param>
public sealed record Identifier(SourceSpan Span, string Name) : SyntaxNode(Span);
