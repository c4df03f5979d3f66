using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>A connection between elements of a scope.</summary>
readonly record struct ScopeConnection(ScopeElement From, int FromPort, ScopeElement To, int ToPort, SourceSpan Span);
