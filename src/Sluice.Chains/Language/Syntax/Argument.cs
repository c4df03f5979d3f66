namespace Sluice.Chains.Language.Syntax;

/// <summary>An argument of a call.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The parameter's name, where it is written.</param>
/// <param name="Value">The value.</param>
public sealed record Argument(SourceSpan Span, Identifier? Name, Expression Value) : SyntaxNode(Span);
