using Sluice.Bpf.Assembly;

namespace Sluice.Cli.Output;

/// <summary>Disassembly, coloured for people.</summary>
static class Listing
{
    /// <summary>Writes the lines.</summary>
    public static void Write(TextWriter output, Style style, IEnumerable<DisassemblyLine> lines)
    {
        foreach (var line in lines)
            output.WriteLine(style.IsColoured ? string.Concat(line.Tokens.Select(token => Paint(style, token))) : line.ToString());
    }

    static string Paint(Style style, AssemblyToken token) => token.Kind switch
    {
        AssemblyTokenKind.Register => style.Cyan(token.Text),
        AssemblyTokenKind.Number => style.Yellow(token.Text),
        AssemblyTokenKind.Label or AssemblyTokenKind.Symbol => style.Green(token.Text),
        AssemblyTokenKind.Directive => style.Bold(token.Text),
        AssemblyTokenKind.Comment or AssemblyTokenKind.Margin => style.Faint(token.Text),
        _ => token.Text,
    };
}
