using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>Elements and the arrows between them; without arrows, declarations.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Lists">One more than there are arrows.</param>
/// <param name="Connectors">The arrows.</param>
public sealed record ConnectionStatement(SourceSpan Span, ImmutableArray<ElementList> Lists, ImmutableArray<Connector> Connectors) : Statement(Span);
