using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary><c>def name(a: u8): …</c></summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The chain's name.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Body">What it does.</param>
public sealed record ChainDefinition(
    SourceSpan Span, Identifier Name, ImmutableArray<ParameterDeclaration> Parameters, ImmutableArray<Statement> Body) : Statement(Span);
