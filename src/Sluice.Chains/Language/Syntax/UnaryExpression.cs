namespace Sluice.Chains.Language.Syntax;

/// <summary><c>-x</c>, <c>~x</c> or <c>not x</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Operand">The operand.</param>
public sealed record UnaryExpression(SourceSpan Span, string Operator, Expression Operand) : Expression(Span);
