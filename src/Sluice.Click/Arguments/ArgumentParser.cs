namespace Sluice.Click.Arguments;

/// <summary>Reads a value from the text of an argument, still quoted.</summary>
/// <returns>False where the text is something else.</returns>
public delegate bool ArgumentParser<T>(string text, ArgumentScope scope, out T value);
