using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary><c>define(…)</c>: values for variables of the scope.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Definitions">Variables and values.</param>
public sealed record DefineStatement(SourceSpan Span, ConfigurationString Definitions) : Statement(Span);
