namespace Sluice.Chains.Language.Syntax;

/// <summary><c>break</c>: leaves the innermost loop.</summary>
/// <param name="Span">Where it stands.</param>
public sealed record BreakStatement(SourceSpan Span) : Statement(Span);
