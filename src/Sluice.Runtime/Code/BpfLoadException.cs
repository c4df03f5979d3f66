namespace Sluice.Runtime.Code;

/// <summary>A program that cannot be run as it stands: its structure is wrong, or it asks for what does not exist.</summary>
/// <remarks>Raised when a program is loaded, never while it runs.</remarks>
public sealed class BpfLoadException(string program, int slot, string found, string expected)
    : Exception(slot < 0
        ? $"{program}: found {found}, expected {expected}"
        : $"{program}: instruction {slot}: found {found}, expected {expected}")
{
    /// <summary>The program's name.</summary>
    public string Program { get; } = program;

    /// <summary>The slot of the instruction, counted from the program's start; -1 if the program as a whole is wrong.</summary>
    public int Slot { get; } = slot;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;

    /// <summary>What may stand there.</summary>
    public string Expected { get; } = expected;
}
