using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>An element group: statements in parentheses, without a scope of their own.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Statements">The statements.</param>
public sealed record GroupReference(SourceSpan Span, ImmutableArray<Statement> Statements) : ElementReference(Span);
