using System.Text.Json;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Kernel;

/// <summary>What the kernel runs, with the source lines that it comes from.</summary>
static class ProgramDump
{
    const int BytesInRow = 16;

    /// <summary>Writes the instructions after the verifier's changes.</summary>
    public static void WriteTranslated(TextWriter output, Style style, ProgramCode code, bool withLines) =>
        Listing.Write(output, style, Lines(code, new() { SlotNumbers = true, SourceLines = withLines }));

    /// <summary>Writes the machine code in hexadecimal, function by function and line by line.</summary>
    public static void WriteJited(TextWriter output, Style style, ProgramCode code, bool withLines)
    {
        foreach (var function in code.Jited)
        {
            output.WriteLine(style.Bold($"{(function.Name.Length > 0 ? function.Name : code.Translated.Name)}:"));
            var at = 0;
            foreach (var (offset, line) in withLines ? function.Lines : [])
            {
                WriteBytes(output, function.Code.AsSpan(), at, offset);
                output.WriteLine(style.Faint($"; {Place(line)}: {line.Text}"));
                at = offset;
            }

            WriteBytes(output, function.Code.AsSpan(), at, function.Code.Length);
        }
    }

    /// <summary>Writes both as members of a document.</summary>
    public static void WriteJson(Utf8JsonWriter json, ProgramDescription program, ProgramCode code)
    {
        json.WriteNumber("id", program.Id);
        json.WriteString("name", code.Translated.Name);
        json.Objects("xlated", Lines(code, new() { SourceLines = false, Labels = false }).Where(line => line.Slot >= 0), line =>
        {
            json.WriteNumber("slot", line.Slot);
            json.WriteString("text", line.ToString().Trim());
            if (code.Translated.LineAt(line.Slot) is { } source)
                WriteLine(json, source);
        });
        json.Objects("jited", code.Jited, function =>
        {
            json.WriteString("function", function.Name);
            json.WriteString("address", $"0x{function.Address:x}");
            json.WriteString("code", Convert.ToHexStringLower(function.Code.AsSpan()));
            json.Objects("lines", function.Lines, line =>
            {
                json.WriteNumber("offset", line.Offset);
                WriteLine(json, line.Line);
            });
        });
    }

    // A function that is no helper has no name of its own in the text.
    static IEnumerable<DisassemblyLine> Lines(ProgramCode code, DisassemblyOptions options)
    {
        const string unknown = "unknown#";
        foreach (var line in Disassembler.Disassemble(code.Translated, options))
        {
            yield return code.Calls.TryGetValue(line.Slot, out var name)
                ? line with { Tokens = [.. line.Tokens.Select(token => token.Text.StartsWith(unknown, StringComparison.Ordinal) ? token with { Text = name } : token)] }
                : line;
        }
    }

    static void WriteLine(Utf8JsonWriter json, SourceLine line)
    {
        json.WriteString("file", line.File);
        json.WriteNumber("line", line.Line);
        json.WriteString("source", line.Text);
    }

    static void WriteBytes(TextWriter output, ReadOnlySpan<byte> code, int start, int end)
    {
        for (; start < end; start += BytesInRow)
            output.WriteLine($"{start,6:x}: {string.Join(' ', code[start..Math.Min(start + BytesInRow, end)].ToArray().Select(one => $"{one:x2}"))}");
    }

    static string Place(SourceLine line) => $"{Path.GetFileName(line.File)}:{line.Line}";
}
