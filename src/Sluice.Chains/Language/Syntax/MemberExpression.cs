namespace Sluice.Chains.Language.Syntax;

/// <summary><c>a.b</c></summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Target">What stands before the dot.</param>
/// <param name="Name">What stands behind it.</param>
public sealed record MemberExpression(SourceSpan Span, Expression Target, Identifier Name) : Expression(Span);
