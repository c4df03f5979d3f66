using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary>A whole script.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Statements">What it says.</param>
/// <param name="Comments">Its comments, in order.</param>
public sealed record Script(
    SourceSpan Span, ImmutableArray<Statement> Statements, ImmutableArray<Comment> Comments) : SyntaxNode(Span);
