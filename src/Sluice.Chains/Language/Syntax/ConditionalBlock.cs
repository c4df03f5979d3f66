using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary>A condition and what is done where it holds.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Body">What is done.</param>
public sealed record ConditionalBlock(
    SourceSpan Span, Expression Condition, ImmutableArray<Statement> Body) : SyntaxNode(Span);
