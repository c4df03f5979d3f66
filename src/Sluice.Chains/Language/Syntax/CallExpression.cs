using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary>A call of a function, a chain, a cast or a method.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Callee">What is called.</param>
/// <param name="Arguments">With what.</param>
public sealed record CallExpression(
    SourceSpan Span, Expression Callee, ImmutableArray<Argument> Arguments) : Expression(Span);
