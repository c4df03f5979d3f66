using System.Text.Json;
using Sluice.Bpf.Diagnostics;
using Sluice.Cli.Output;

namespace Sluice.Cli.Chains;

/// <summary>Shows what is wrong with scripts.</summary>
static class ScriptReport
{
    /// <summary>Writes findings as text.</summary>
    public static void Write(TextWriter output, IEnumerable<Diagnostic> diagnostics, Style style)
    {
        DiagnosticPalette palette = new()
        {
            Error = style.Red,
            Warning = style.Yellow,
            Strong = style.Bold,
            Frame = style.Cyan,
        };
        foreach (var diagnostic in diagnostics)
        {
            output.Write(DiagnosticText.Write(diagnostic, palette));
            output.Write('\n');
        }
    }

    /// <summary>Writes a finding's members.</summary>
    public static void WriteJson(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteString("code", diagnostic.Rule.Code);
        json.WriteString("title", diagnostic.Rule.Title);
        json.WriteString("severity", diagnostic.Severity.ToString().ToLowerInvariant());
        json.WriteString("message", diagnostic.Message);
        Place(json, diagnostic.Span);
        if (diagnostic.Label.Length > 0)
            json.WriteString("label", diagnostic.Label);
        if (diagnostic.Help is { } help)
            json.WriteString("help", help);
        if (!diagnostic.Notes.IsEmpty)
            json.Strings("notes", diagnostic.Notes);
        if (!diagnostic.Related.IsEmpty)
        {
            json.Objects("related", diagnostic.Related, label =>
            {
                json.WriteString("label", label.Text);
                Place(json, label.Span);
            });
        }
    }

    static void Place(Utf8JsonWriter json, SourceSpan span)
    {
        json.WriteString("file", span.Source.Path);
        json.WriteNumber("line", span.Line);
        json.WriteNumber("column", span.Column);
        var (line, column) = span.Source.Locate(span.End);
        json.WriteNumber("end_line", line);
        json.WriteNumber("end_column", column);
    }
}
