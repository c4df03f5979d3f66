namespace Sluice.Chains.Language.Syntax;

/// <summary>Something that has a value.</summary>
/// <param name="Span">Where it stands.</param>
public abstract record Expression(SourceSpan Span) : SyntaxNode(Span);
