namespace Sluice.Chains.Language.Syntax;

/// <summary>An expression in parentheses.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Inner">The expression.</param>
public sealed record ParenthesizedExpression(SourceSpan Span, Expression Inner) : Expression(Span);
