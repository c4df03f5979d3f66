namespace Sluice.Click.Configuration;

/// <summary>A connection of a flat configuration.</summary>
/// <param name="From">Index of the element whose output it starts at.</param>
/// <param name="FromPort">The output port.</param>
/// <param name="To">Index of the element whose input it ends at.</param>
/// <param name="ToPort">The input port.</param>
/// <param name="Position">Where it is written.</param>
public readonly record struct Connection(int From, int FromPort, int To, int ToPort, SourcePosition Position);
