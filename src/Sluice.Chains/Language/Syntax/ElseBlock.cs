using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary><c>else</c> and what is done then.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Body">What is done.</param>
public sealed record ElseBlock(SourceSpan Span, ImmutableArray<Statement> Body) : SyntaxNode(Span);
