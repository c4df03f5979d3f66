namespace Sluice.Chains.Language.Syntax;

/// <summary><c>return</c>: leaves the chain.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Value">What the caller gets; null for 0.</param>
public sealed record ReturnStatement(SourceSpan Span, Expression? Value) : Statement(Span);
