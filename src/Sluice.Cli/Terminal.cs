using System.Text;

namespace Sluice.Cli;

/// <summary>Where a command reads and writes; tests give their own.</summary>
/// <param name="In">Standard input, as bytes.</param>
/// <param name="Output">Standard output, as bytes: for files and JSON.</param>
/// <param name="Error">Standard error, for messages and progress.</param>
/// <param name="IsOutputTerminal">Does a person look at the output? Only then is it coloured.</param>
/// <param name="IsErrorTerminal">Does a person look at the messages? Only then is progress shown.</param>
public sealed record Terminal(Stream In, Stream Output, TextWriter Error, bool IsOutputTerminal, bool IsErrorTerminal)
{
    /// <summary>Standard output as text; flush it before writing to <see cref="Output"/>.</summary>
    public TextWriter Out { get; } = new StreamWriter(Output, new UTF8Encoding(false), 1 << 14, leaveOpen: true) { NewLine = "\n" };

    /// <summary>The process's own streams. Colour follows the terminal and NO_COLOR (no-color.org).</summary>
    public static Terminal System => new(
        Console.OpenStandardInput(),
        OperatingSystem.IsLinux() ? new StandardOutput() : Console.OpenStandardOutput(),
        new StreamWriter(Console.OpenStandardError()) { AutoFlush = true },
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        !Console.IsErrorRedirected);
}
