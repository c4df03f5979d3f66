namespace Sluice.Chains.Language.Syntax;

/// <summary>A number with a fraction.</summary>
/// <param name="Span">Where it stands.</param>
public sealed record FloatLiteral(SourceSpan Span) : Expression(Span);
