namespace Sluice.Chains.Language.Syntax;

/// <summary><c>continue</c>: starts the innermost loop's next round.</summary>
/// <param name="Span">Where it stands.</param>
public sealed record ContinueStatement(SourceSpan Span) : Statement(Span);
