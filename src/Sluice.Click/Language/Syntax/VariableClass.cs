using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>A class whose name is the value of a variable.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Variable">The variable, without its dollar sign.</param>
public sealed record VariableClass(SourceSpan Span, string Variable) : ClassReference(Span);
