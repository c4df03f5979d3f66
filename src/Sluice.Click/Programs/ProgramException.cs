namespace Sluice.Click.Programs;

/// <summary>A program that an element cannot take: it is not what it should be, or nobody vouches for it. Nothing has changed.</summary>
/// <param name="message">What was found, what was expected, what to do.</param>
public sealed class ProgramException(string message) : Exception(message);
