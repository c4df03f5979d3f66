namespace Sluice.Click.Control;

/// <summary>Where scripts print; without this service, where elements do.</summary>
/// <param name="Writer">The writer; flushed after every line.</param>
public sealed record ScriptOutput(TextWriter Writer);
