using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary><c>while</c>: repeats as long as a condition holds.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Body">What is repeated.</param>
public sealed record WhileStatement(
    SourceSpan Span, Expression Condition, ImmutableArray<Statement> Body) : Statement(Span);
