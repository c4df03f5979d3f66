using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Position">Where.</param>
/// <param name="Message">What was found, what was expected, and what to do; an element's message begins with the element.</param>
public readonly record struct ConfigurationError(SourcePosition Position, string Message)
{
    /// <summary>The kind of error; null for what an element says of itself.</summary>
    public DiagnosticRule? Rule { get; init; }

    /// <summary>Position and message.</summary>
    public override string ToString() => $"{Position}: {Message}";
}
