namespace Sluice.Bpf.Diagnostics;

/// <summary>A kind of finding.</summary>
/// <param name="Code">Its code, which never changes its meaning: <c>E</c> for an error, <c>W</c> for a warning, and a number.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Title">What is wrong, in a few words, for lists.</param>
public sealed record DiagnosticRule(string Code, Severity Severity, string Title);
