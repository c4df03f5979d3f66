using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary><c>for i in range(…)</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Variable">What counts.</param>
/// <param name="Range">The range: its end; start and end; or start, end and step.</param>
/// <param name="Body">What is repeated.</param>
public sealed record ForStatement(
    SourceSpan Span, Identifier Variable, ImmutableArray<Expression> Range, ImmutableArray<Statement> Body) : Statement(Span);
