using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>An element in a connection, with the ports beside it.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Inputs">Ports before it; null if none are written.</param>
/// <param name="Reference">The element.</param>
/// <param name="Outputs">Ports behind it; null if none are written.</param>
public sealed record ElementUse(SourceSpan Span, PortList? Inputs, ElementReference Reference, PortList? Outputs) : SyntaxNode(Span);
