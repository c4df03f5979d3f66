using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary><c>if</c>, any number of <c>elif</c>, and perhaps <c>else</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Branches">Conditions and what is done where they hold, in order.</param>
/// <param name="Else">What is done otherwise; null where nothing is written.</param>
public sealed record IfStatement(
    SourceSpan Span, ImmutableArray<ConditionalBlock> Branches, ElseBlock? Else) : Statement(Span);
