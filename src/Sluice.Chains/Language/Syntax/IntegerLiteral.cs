namespace Sluice.Chains.Language.Syntax;

/// <summary>A whole number.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Value">Its value.</param>
public sealed record IntegerLiteral(SourceSpan Span, ulong Value) : Expression(Span);
