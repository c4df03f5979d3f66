namespace Sluice.Cli;

/// <summary>Nobody reads on what is written to standard output, as behind <c>| head</c>: the command has nothing more to do.</summary>
public sealed class ClosedOutputException() : IOException("standard output is closed");
