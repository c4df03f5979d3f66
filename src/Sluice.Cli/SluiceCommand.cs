using System.CommandLine;

namespace Sluice.Cli;

/// <summary>A command whose help ends in examples.</summary>
#pragma warning disable CA1010 // Command enumerates its children as objects, for collection initialisers only.
public class SluiceCommand(string name, string description) : Command(name, description)
#pragma warning restore CA1010
{
    /// <summary>Whole command lines, each of which works in a checkout.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
