namespace Sluice.Chains.Language.Syntax;

/// <summary>An entry of a map: key and value, each one value or a tuple.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public sealed record MapPair(SourceSpan Span, Expression Key, Expression Value) : SyntaxNode(Span);
