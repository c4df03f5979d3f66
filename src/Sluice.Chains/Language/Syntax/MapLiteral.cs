using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary>Entries of a map in braces.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Pairs">The entries.</param>
public sealed record MapLiteral(SourceSpan Span, ImmutableArray<MapPair> Pairs) : Expression(Span);
