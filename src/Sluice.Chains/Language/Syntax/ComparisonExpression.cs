using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary>Comparisons, which hold if all of them do: <c>a &lt; b &lt; c</c> means <c>a &lt; b and b &lt; c</c>, with
/// <c>b</c> worked out once.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Operands">The operands; one more than operators.</param>
/// <param name="Operators">The operators, <c>in</c> and <c>not in</c> among them.</param>
public sealed record ComparisonExpression(
    SourceSpan Span, ImmutableArray<Expression> Operands, ImmutableArray<string> Operators) : Expression(Span);
