using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>What stands between the parentheses behind a class.</summary>
/// <param name="Span">Where it stands, without the parentheses.</param>
/// <param name="Text">The text, as it was written.</param>
public sealed record ConfigurationString(SourceSpan Span, string Text) : SyntaxNode(Span);
