namespace Sluice.Cli.Output;

/// <summary>Emphasis for people; on anything but a terminal the text stays as it is.</summary>
readonly record struct Style(bool IsColoured)
{
    // ECMA-48, SGR.
    const string Reset = "\x1b[0m";

    public static Style For(Terminal terminal) => new(terminal.IsOutputTerminal);

    public string Bold(string text) => Wrap("\x1b[1m", text);

    public string Faint(string text) => Wrap("\x1b[2m", text);

    public string Red(string text) => Wrap("\x1b[31m", text);

    public string Green(string text) => Wrap("\x1b[32m", text);

    public string Yellow(string text) => Wrap("\x1b[33m", text);

    public string Cyan(string text) => Wrap("\x1b[36m", text);

    string Wrap(string code, string text) => IsColoured && text.Length > 0 ? code + text + Reset : text;
}
