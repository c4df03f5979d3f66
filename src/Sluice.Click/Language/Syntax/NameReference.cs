using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>A word alone: an element, or a class of which an element without a name is made.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The word.</param>
public sealed record NameReference(SourceSpan Span, string Name) : ElementReference(Span);
