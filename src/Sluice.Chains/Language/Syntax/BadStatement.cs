namespace Sluice.Chains.Language.Syntax;

/// <summary>A statement that could not be read and has been reported.</summary>
/// <param name="Span">Where it stands.</param>
public sealed record BadStatement(SourceSpan Span) : Statement(Span);
