namespace Sluice.Chains.Language.Syntax;

/// <summary><c>pass</c>: nothing.</summary>
/// <param name="Span">Where it stands.</param>
public sealed record PassStatement(SourceSpan Span) : Statement(Span);
