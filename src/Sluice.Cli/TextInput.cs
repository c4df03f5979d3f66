namespace Sluice.Cli;

/// <summary>Reads what a command is given as a file or on standard input.</summary>
static class TextInput
{
    /// <summary>What stands for standard input and output.</summary>
    public const string Standard = "-";

    /// <summary>The whole text of <paramref name="path"/>.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Read(Terminal terminal, string path)
    {
        if (path != Standard)
            return File.ReadAllText(path);
        using var reader = new StreamReader(terminal.In, leaveOpen: true);
        return reader.ReadToEnd();
    }
}
