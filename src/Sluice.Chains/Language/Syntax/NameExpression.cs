namespace Sluice.Chains.Language.Syntax;

/// <summary>A name.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The name.</param>
public sealed record NameExpression(SourceSpan Span, string Name) : Expression(Span);
