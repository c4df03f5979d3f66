namespace Sluice.Bpf.Diagnostics;

/// <summary>A place that explains a finding.</summary>
/// <param name="Span">The place.</param>
/// <param name="Text">What is to be seen there.</param>
public sealed record DiagnosticLabel(SourceSpan Span, string Text);
