namespace Sluice.Chains.Language.Syntax;

/// <summary><c>del map[key]</c>: removes a map's entry.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Target">The entry.</param>
public sealed record DeleteStatement(SourceSpan Span, Expression Target) : Statement(Span);
