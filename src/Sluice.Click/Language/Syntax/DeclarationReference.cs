using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>An element that is declared where it is used.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">Its name; null if it gets one that is made up.</param>
/// <param name="Class">Its class.</param>
/// <param name="Configuration">Its arguments; null without parentheses.</param>
public sealed record DeclarationReference(SourceSpan Span, Identifier? Name, ClassReference Class, ConfigurationString? Configuration) : ElementReference(Span);
