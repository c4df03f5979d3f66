using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>A parameter of a compound element class.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Keyword">The word that its argument begins with; <c>__REST__</c> for all that no other parameter takes; null for a positional one.</param>
/// <param name="Variable">The variable, without its dollar sign.</param>
public sealed record FormalParameter(SourceSpan Span, string? Keyword, string Variable) : SyntaxNode(Span);
