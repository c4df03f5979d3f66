namespace Sluice.Cli.Execution;

/// <summary>A line that a program printed.</summary>
/// <param name="Packet">The packet that it was working on, from 1.</param>
/// <param name="Text">The line.</param>
readonly record struct PrintedLine(long Packet, string Text);
