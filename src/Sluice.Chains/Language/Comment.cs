namespace Sluice.Chains.Language;

/// <summary>A comment: <c>#</c> and what follows on its line.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="IsAlone">Is it the first thing on its line?</param>
public readonly record struct Comment(SourceSpan Span, bool IsAlone);
