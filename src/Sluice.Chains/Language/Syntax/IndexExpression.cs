using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary><c>a[b]</c></summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Target">What stands before the bracket.</param>
/// <param name="Indices">What stands in the brackets.</param>
public sealed record IndexExpression(
    SourceSpan Span, Expression Target, ImmutableArray<Expression> Indices) : Expression(Span);
