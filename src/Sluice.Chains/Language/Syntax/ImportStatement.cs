using System.Collections.Immutable;

namespace Sluice.Chains.Language.Syntax;

/// <summary><c>from programs.meter import ip6_sd_tbmon</c>, or chains and constants from a file.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Module">The kind and the package, as written; empty where a file is named.</param>
/// <param name="File">The file, where the module is a string; else null.</param>
/// <param name="Names">What is imported.</param>
public sealed record ImportStatement(
    SourceSpan Span, ImmutableArray<Identifier> Module, string? File, ImmutableArray<Identifier> Names) : Statement(Span);
