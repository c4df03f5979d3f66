using System.Globalization;
using System.Text;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier.Reporting;

/// <summary>Rejections as text that an author can act on.</summary>
public static class RejectionText
{
    /// <summary>The report of one program: <c>PASS: section/function</c>, or <c>FAIL:</c> and every rejection.</summary>
    public static string Format(ProgramReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder().Append(report);
        foreach (var rejection in report.Rejections)
            text.Append('\n').Append(Format(rejection));
        return text.ToString();
    }

    /// <summary>One rejection: title, reason, place, path, suggestion; without a line break at the end.</summary>
    public static string Format(Rejection rejection)
    {
        ArgumentNullException.ThrowIfNull(rejection);
        var text = new StringBuilder($"  {rejection.Kind.Title()}\n    {rejection.Reason}");
        AppendPlace(text, rejection);
        if (!rejection.Path.IsEmpty)
            text.Append("\n    path: ").AppendJoin(" → ", rejection.Path.Select(Format));
        if (rejection.Suggestion.Length > 0)
            text.Append("\n    try:  ").Append(rejection.Suggestion);
        return text.ToString();
    }

    static void AppendPlace(StringBuilder text, Rejection rejection)
    {
        if (rejection.Slot < 0)
            return;
        var instruction = rejection.Instruction.Length > 0 ? $"insn {rejection.Slot}: {rejection.Instruction}" : $"insn {rejection.Slot}";
        if (rejection.Line is not { } line || line.Text.Length == 0)
        {
            var where = rejection.Line is { } place ? $"{Path.GetFileName(place.File)}:{place.Line}, " : "";
            text.Append("\n    ").Append(where).Append(rejection.Function).Append(", ").Append(instruction);
            return;
        }

        var prefix = string.Create(CultureInfo.InvariantCulture, $"    {Path.GetFileName(line.File)}:{line.Line}:{line.Column}   ");
        text.Append('\n').Append(prefix).Append(line.Text).Append('\n').Append(' ', prefix.Length);
        // Tabs within the line stay tabs, so that the caret stands where the column is, however wide they are shown.
        foreach (var letter in line.Text.AsSpan(0, Caret(line)))
            text.Append(letter == '\t' ? '\t' : ' ');
        text.Append("^ ").Append(instruction);
    }

    // The column counts the white space that the text has lost.
    static int Caret(SourceLine line) => Math.Clamp(line.Column - 1 - line.Indentation, 0, line.Text.Length);

    static string Format(PathStep step)
    {
        var verdict = step.IsTaken ? "taken" : "not taken";
        return step.Line > 0 ? $"{step.Line} `{step.Text}` {verdict}" : $"insn {step.Slot} `{step.Text}` {verdict}";
    }
}
