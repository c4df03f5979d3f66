namespace Sluice.Chains.Language.Syntax;

/// <summary>An expression that could not be read and has been reported.</summary>
/// <param name="Span">Where it stands.</param>
public sealed record BadExpression(SourceSpan Span) : Expression(Span);
