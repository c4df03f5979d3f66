using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary><c>provide(…)</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Provisions">What is provided.</param>
public sealed record ProvideStatement(SourceSpan Span, ConfigurationString Provisions) : Statement(Span);
