namespace Sluice.Chains.Language.Syntax;

/// <summary>A string.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Value">The characters it means.</param>
public sealed record StringLiteral(SourceSpan Span, string Value) : Expression(Span);
