using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary>Several values in parentheses, or none.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Items">The values.</param>
public sealed record TupleExpression(SourceSpan Span, ImmutableArray<Expression> Items) : Expression(Span);
