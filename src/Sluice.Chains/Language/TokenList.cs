using System.Collections.Immutable;

namespace Sluice.Chains.Language;

/// <summary>The words of a script.</summary>
/// <param name="Tokens">All tokens; the last is <see cref="TokenKind.EndOfFile"/>.</param>
/// <param name="Comments">All comments, in order.</param>
public sealed record TokenList(ImmutableArray<Token> Tokens, ImmutableArray<Comment> Comments);
