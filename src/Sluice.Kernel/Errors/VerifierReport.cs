using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Kernel.Errors;

/// <summary>What a verifier's log comes down to.</summary>
/// <param name="Cause">The reason; one line.</param>
/// <param name="Instruction">The slot it is about; -1 if the log does not say.</param>
readonly partial record struct VerifierReport(string Cause, int Instruction)
{
    const string Verdict = "Verification failed: ", Statistics = "processed ", Silence = "the verifier gave no reason";

    /// <summary>Does the log give no reason?</summary>
    public bool IsSilent => Cause == Silence;

    /// <summary>Finds cause and instruction.</summary>
    /// <remarks>
    /// Up to Linux 7.2 the reason is the last line before the statistics, behind the instructions that led to it. Since 7.3
    /// a line <c>Verification failed: CLASS: WHAT</c> follows it, and paragraphs <c>Reason:</c>, <c>At:</c>,
    /// <c>Suggestion:</c>, each indented below its title.
    /// </remarks>
    public static VerifierReport Parse(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var verdict = Array.FindLastIndex(lines, line => line.StartsWith(Verdict, StringComparison.Ordinal));
        var report = verdict >= 0 ? ParseStructured(lines, verdict) : ParsePlain(lines);
        return report.Cause.Length > 0 ? report : report with { Cause = Silence };
    }

    static VerifierReport ParseStructured(string[] lines, int verdict)
    {
        var cause = lines[verdict][Verdict.Length..].Trim();
        if (Paragraph(lines, verdict, "Reason:") is { Length: > 0 } reason)
            cause = $"{cause}: {reason}";
        var place = PlaceOf(Paragraph(lines, verdict, "At:"));
        return new(cause, place >= 0 ? place : LastInstruction(lines.AsSpan(0, verdict)));
    }

    static VerifierReport ParsePlain(string[] lines)
    {
        var end = Array.FindLastIndex(lines, line => line.StartsWith(Statistics, StringComparison.Ordinal));
        if (end < 0)
            end = lines.Length;
        for (var i = end - 1; i >= 0; i--)
        {
            var line = lines[i].Trim();
            if (line.Length > 0 && !line.StartsWith(';') && !InstructionPattern().IsMatch(line) && !NoisePattern().IsMatch(line))
                return new(line, PlaceOf(line) is var place && place >= 0 ? place : LastInstruction(lines.AsSpan(0, i)));
        }

        return new("", LastInstruction(lines));
    }

    // What stands indented below a title, as one line.
    static string Paragraph(string[] lines, int from, string title)
    {
        var start = Array.IndexOf(lines, title, from);
        return start < 0
            ? ""
            : string.Join(' ', lines.Skip(start + 1).TakeWhile(line => line.StartsWith(' ')).Select(line => line.Trim()));
    }

    static int PlaceOf(string text) => PlacePattern().Match(text) is { Success: true } match ? Number(match) : -1;

    static int LastInstruction(ReadOnlySpan<string> lines)
    {
        for (var i = lines.Length - 1; i >= 0; i--)
        {
            var match = InstructionPattern().Match(lines[i]);
            if (match.Success)
                return Number(match);
        }

        return -1;
    }

    static int Number(Match match) => int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // 12: (61) r1 = *(u32 *)(r0 +0)     ; R0=map_value(...)
    [GeneratedRegex(@"^\s*(\d+): \([0-9a-f]{2}\) ", RegexOptions.CultureInvariant)]
    private static partial Regex InstructionPattern();

    [GeneratedRegex(@"\binsn (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex PlacePattern();

    // States, and the track that led to them: never the reason.
    [GeneratedRegex(@"^(\d+: (R\d|safe)|from \d+ to \d+|mark_precise|Validating |Func#\d+ \('.*'\) is safe for any args|verification time |stack depth )", RegexOptions.CultureInvariant)]
    private static partial Regex NoisePattern();
}
