using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>Elements with commas between them.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Elements">At least one.</param>
public sealed record ElementList(SourceSpan Span, ImmutableArray<ElementUse> Elements) : SyntaxNode(Span);
