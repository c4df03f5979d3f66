namespace Sluice.Chains.Language.Syntax;

/// <summary>Two operands with an operator of arithmetic or logic between them.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
public sealed record BinaryExpression(
    SourceSpan Span, string Operator, Expression Left, Expression Right) : Expression(Span);
