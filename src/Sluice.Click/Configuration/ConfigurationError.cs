namespace Sluice.Click.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Position">Where.</param>
/// <param name="Message">What was found, what was expected, and what to do; an element's message begins with the element.</param>
public readonly record struct ConfigurationError(SourcePosition Position, string Message)
{
    /// <summary>Position and message.</summary>
    public override string ToString() => $"{Position}: {Message}";
}
