using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>One overload of a compound element class.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Statements">What it is made of.</param>
public sealed record CompoundDefinition(SourceSpan Span, ImmutableArray<FormalParameter> Parameters, ImmutableArray<Statement> Statements) : SyntaxNode(Span);
