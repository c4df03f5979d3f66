namespace Sluice.Chains.Language.Syntax;

/// <summary>Something a script says.</summary>
/// <param name="Span">Where it stands.</param>
public abstract record Statement(SourceSpan Span) : SyntaxNode(Span);
