using System.Globalization;
using System.Text;

namespace Sluice.Bpf.Diagnostics;

/// <summary>Writes findings for people: what, where, the line with the place marked, what to do.</summary>
public static class DiagnosticText
{
    const int TabWidth = 4;
    const int LongestLine = 240; // Columns that are shown of a line.
    const int LongestMessage = 1000;

    /// <summary>A finding as text of several lines.</summary>
    public static string Write(Diagnostic diagnostic, DiagnosticPalette? palette = null)
    {
        palette ??= new();
        var mark = diagnostic.Severity == Severity.Error ? palette.Error : palette.Warning;
        var word = diagnostic.Severity.ToString().ToLowerInvariant();
        StringBuilder text = new();
        text.Append(mark($"{word}[{diagnostic.Rule.Code}]")).Append(palette.Strong($": {Message(diagnostic.Message)}")).Append('\n');

        var labels = diagnostic.Related.Where(label => label.Span.Source == diagnostic.Span.Source)
            .Append(new(diagnostic.Span, diagnostic.Label)).OrderBy(label => label.Span.Line).ToArray();
        var gutter = labels.Max(label => Number(label.Span).Length);
        string Edge(string number = "") => palette.Frame($" {number.PadLeft(gutter)} |");
        text.Append(palette.Frame($" {new string(' ', gutter)}-->")).Append(' ').Append(diagnostic.Span).Append('\n');
        text.Append(Edge()).Append('\n');
        var (last, from) = (0, 0);
        foreach (var label in labels)
        {
            var line = label.Span.Line;
            if (line != last)
            {
                if (last > 0 && line > last + 1)
                    text.Append(palette.Frame(" ...")).Append('\n');
                from = Start(line == diagnostic.Span.Line ? diagnostic.Span : label.Span);
                text.Append(Edge(Number(label.Span))).Append(' ').Append(Cut(Expand(label.Span.Source.Line(line)), from)).Append('\n');
                last = line;
            }

            var isMain = label.Span == diagnostic.Span;
            var (indent, length) = Within(Columns(label.Span), from);
            var underline = new string(isMain ? '^' : '-', length);
            var marked = (isMain ? mark : palette.Frame)(label.Text.Length > 0 ? $"{underline} {Message(label.Text)}"
                : underline);
            text.Append(Edge()).Append(' ').Append(' ', indent).Append(marked).Append('\n');
        }

        foreach (var label in diagnostic.Related.Where(label => label.Span.Source != diagnostic.Span.Source))
            text.Append(palette.Frame($" {new string(' ', gutter)}:::")).Append($" {label.Span}: {label.Text}\n");
        if (diagnostic.Notes.Length > 0 || diagnostic.Help is not null)
            text.Append(Edge()).Append('\n');
        foreach (var note in diagnostic.Notes)
            Remark(text, palette, gutter, "note", note);
        if (diagnostic.Help is { } help)
            Remark(text, palette, gutter, "help", help);
        return text.ToString();
    }

    /// <summary>How many findings there are, in words; empty if there are none.</summary>
    public static string Summary(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Count(found => found.Severity == Severity.Error);
        return string.Join(", ",
            new[] { Count(errors, "error"), Count(diagnostics.Count - errors, "warning") }.Where(part => part.Length > 0));
    }

    static string Number(SourceSpan span) => span.Source.Shown(span.Line).Number.ToString(CultureInfo.InvariantCulture);

    static string Count(int number, string what) => number switch { 0 => "", 1 => $"1 {what}", _ => $"{number} {what}s" };

    static void Remark(StringBuilder text, DiagnosticPalette palette, int gutter, string kind, string remark) =>
        text.Append(palette.Frame($" {new string(' ', gutter)} =")).Append(' ').Append(palette.Strong($"{kind}:")).Append(' ').Append(Harmless(remark)).Append('\n');

    // Tabs as the lexer counts them; what a hostile text says to the terminal is not passed on.
    static string Expand(string line) => Harmless(line.Replace("\t", new string(' ', TabWidth), StringComparison.Ordinal));

    static string Harmless(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter)) : text;

    static string Message(string text) => Harmless(text.Length > LongestMessage ? text[..LongestMessage] + "…" : text);

    // The first column that is shown of the line of a place: of a line that is too long, the part around the place.
    static int Start(SourceSpan span) =>
        Expand(span.Source.Line(span.Line)).Length <= LongestLine ? 0 : Math.Max(0, Columns(span).Indent - (LongestLine / 2));

    static string Cut(string line, int from)
    {
        if (line.Length <= LongestLine)
            return line;
        var end = Math.Min(from + LongestLine, line.Length);
        return (from > 0 ? "…" + line[(from + 1)..end] : line[..end]) + (end < line.Length ? "…" : "");
    }

    // What of a mark lies within the columns that are shown.
    static (int Indent, int Length) Within((int Indent, int Length) columns, int from)
    {
        var indent = Math.Clamp(columns.Indent - from, 0, LongestLine);
        return (indent, Math.Clamp(columns.Length, 1, Math.Max(1, LongestLine - indent)));
    }

    // Columns before the mark, and those of the mark: as many as the place has, to the end of its first line.
    static (int Indent, int Length) Columns(SourceSpan span)
    {
        var line = span.Source.Line(span.Line);
        var start = Math.Min(span.Column - 1, line.Length);
        var end = span.LastLine == span.Line ? Math.Min(start + span.End - span.Start, line.Length) : line.TrimEnd().Length;
        var indent = Expand(line[..start]).Length;
        return (indent, Math.Max(1, Expand(line[..Math.Max(start, end)]).Length - indent));
    }
}
