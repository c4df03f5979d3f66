using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>An arrow.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="IsMany"><c>=&gt;</c>, port by port, instead of <c>-&gt;</c>.</param>
public sealed record Connector(SourceSpan Span, bool IsMany) : SyntaxNode(Span);
