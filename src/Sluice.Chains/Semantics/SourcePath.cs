namespace Sluice.Chains.Semantics;

/// <summary>Names with dots between them.</summary>
/// <param name="Name">The names.</param>
/// <param name="Span">Where they stand.</param>
readonly record struct SourcePath(string Name, SourceSpan Span);
