using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>Ports in brackets: <c>[0]</c>, <c>[0,1]</c>, <c>[0-3]</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Ports">The ports, in their order.</param>
public sealed record PortList(SourceSpan Span, ImmutableArray<int> Ports) : SyntaxNode(Span);
