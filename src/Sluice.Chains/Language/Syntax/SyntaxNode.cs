namespace Sluice.Chains.Language.Syntax;

/// <summary>A part of a script.</summary>
/// <param name="Span">Where it stands.</param>
public abstract record SyntaxNode(SourceSpan Span);
