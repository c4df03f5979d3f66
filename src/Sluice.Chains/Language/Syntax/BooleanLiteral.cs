namespace Sluice.Chains.Language.Syntax;

/// <summary><c>true</c> or <c>false</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Value">Its value.</param>
public sealed record BooleanLiteral(SourceSpan Span, bool Value) : Expression(Span);
