namespace Sluice.Click.Classification;

/// <summary>A pattern or a filter expression that is none.</summary>
/// <param name="message">What was found, where, and what was expected.</param>
public sealed class PatternException(string message) : FormatException(message);
