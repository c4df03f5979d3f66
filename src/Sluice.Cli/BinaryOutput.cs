namespace Sluice.Cli;

/// <summary>Writes bytes to a file or to standard output.</summary>
static class BinaryOutput
{
    /// <summary>Writes all of them.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Terminal terminal, string path, ReadOnlySpan<byte> bytes)
    {
        if (path != TextInput.Standard)
        {
            File.WriteAllBytes(path, bytes);
            return;
        }

        terminal.Out.Flush();
        terminal.Output.Write(bytes);
        terminal.Output.Flush();
    }
}
