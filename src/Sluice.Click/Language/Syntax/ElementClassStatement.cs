using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary><c>elementclass</c>: a name for a class.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The name.</param>
/// <param name="Class">What it stands for.</param>
public sealed record ElementClassStatement(SourceSpan Span, Identifier Name, ClassReference Class) : Statement(Span);
