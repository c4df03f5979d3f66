namespace Sluice.Chains.Language.Syntax;

/// <summary>An expression for its effect: a call.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Expression">The expression.</param>
public sealed record ExpressionStatement(SourceSpan Span, Expression Expression) : Statement(Span);
