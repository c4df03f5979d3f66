namespace Sluice.Chains.Language.Syntax;

/// <summary>The name of a type.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">Its name, which need not exist.</param>
public sealed record TypeName(SourceSpan Span, string Name) : SyntaxNode(Span);
