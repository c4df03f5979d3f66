namespace Sluice.Chains.Language.Syntax;

/// <summary>A parameter of a chain, written <c>a: u8</c> or, as published, <c>u8: a</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null for one that is not written, which is u64.</param>
public sealed record ParameterDeclaration(SourceSpan Span, Identifier Name, TypeName? Type) : SyntaxNode(Span);
