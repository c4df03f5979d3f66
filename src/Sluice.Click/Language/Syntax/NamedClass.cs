using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>A class by its name.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The name.</param>
public sealed record NamedClass(SourceSpan Span, string Name) : ClassReference(Span);
