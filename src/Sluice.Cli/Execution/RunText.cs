using System.Globalization;
using System.Text.Json;
using Sluice.Bpf.Btf.C;
using Sluice.Bpf.Btf.Values;
using Sluice.Cli.Output;
using Sluice.Cli.Verification;

namespace Sluice.Cli.Execution;

/// <summary>The report of a run for people.</summary>
sealed class RunText(TextWriter output, Style style, RunReport report)
{
    int Shown => report.Settings.ShownEntries;

    /// <summary>Writes everything.</summary>
    public void Write()
    {
        WriteSummary();
        WriteVerdicts();
        WriteFaults();
        WritePrinted();
        WriteVariables();
        foreach (var map in report.Maps)
            WriteMap(map);
        foreach (var ring in report.Rings)
            WriteRing(ring);
    }

    void WriteSummary()
    {
        var settings = report.Settings;
        output.WriteLine($"{style.Bold(report.Program.Name)} ({Names.Of(report.Program.Type)}) over {settings.Input}, {(settings.Engine == EngineKind.Kernel ? "in the kernel" : $"{settings.ModeName} mode")}{Proof(settings.Policy.Kind)}");
        output.WriteLine();
        var repeated = settings.Repeat > 1 ? $", {Units.Count(settings.Repeat)} times over" : "";
        output.WriteLine($"Packets  {Units.Count(report.Runner.Count)} ({Units.Bytes(report.Runner.Bytes)}){repeated}");
        output.WriteLine($"Ready    in {Units.Duration(report.Preparation)}");
        output.WriteLine($"Time     {Units.Duration(report.Elapsed)}: {Units.PacketRate(report.PacketRate)}, {Units.BitRate(report.ByteRate)}, "
            + $"{Units.Seconds(report.NanosecondsPerPacket / 1e9)} a packet");
        if (report.Files.Count > 0)
            output.WriteLine($"Written  {string.Join(", ", report.Files)} in {settings.OutputFolder}");
        if (report.WasInterrupted)
            output.WriteLine(style.Yellow("Interrupted: what follows is what is known so far"));
    }

    static string Proof(PolicyKind policy) => policy switch
    {
        PolicyKind.Verify => ", proved safe",
        PolicyKind.Attested => ", attested",
        _ => "",
    };

    void WriteVerdicts()
    {
        var table = new Table("VERDICT", Column.Number("PACKETS"), Column.Number("SHARE"), Column.Number("BYTES"));
        foreach (var (verdict, count) in report.Runner.Tally.Verdicts)
            Add(verdict.Name, count);
        WriteTable("", table);

        table = new Table("REDIRECTED TO", Column.Number("PACKETS"), Column.Number("SHARE"), Column.Number("BYTES"));
        foreach (var (target, count) in report.Runner.Tally.Redirects)
            Add(target.ToString(), count);
        foreach (var (index, count) in report.Runner.Clones)
            Add($"interface {index} (copies)", count);
        WriteTable("", table);

        void Add(string name, TrafficCount count) => table.Add(
            name,
            Units.Count(count.Packets),
            (100.0 * count.Packets / report.Runner.Count).ToString("F1", CultureInfo.InvariantCulture) + " %",
            Units.Count(count.Bytes));
    }

    void WriteFaults()
    {
        if (report.Runner.Faults.Count == 0)
            return;
        var (packet, error) = report.Runner.Faults.Kept[0];
        output.WriteLine();
        output.WriteLine(style.Red($"{Units.Count(report.Runner.Faults.Count, "fault")}; the first at packet {Units.Count(packet)}:"));
        output.WriteLine(error.Message);
    }

    void WritePrinted()
    {
        if (report.Printed.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(style.Bold("PRINTED"));
        foreach (var line in report.Printed.Kept.Take(Shown))
            output.WriteLine($"{style.Faint($"packet {Units.Count(line.Packet)}:")} {line.Text}");
        WriteMore(report.Printed.Count);
    }

    void WriteVariables()
    {
        var table = new Table("VARIABLE", "TYPE", "VALUE");
        foreach (var (variable, value) in report.Variables())
        {
            table.Add(
                variable.Name,
                variable.Type is { } type ? BtfCFormatter.Declare(type) : null,
                new BtfValueFormatter(variable.Type, report.Settings.Format).Format(value));
        }

        WriteTable("", table);
    }

    void WriteMap(MapContents map)
    {
        var kind = Names.Of(map.Spec.Type);
        if (!map.IsListable)
        {
            output.WriteLine();
            output.WriteLine($"{style.Bold(map.Spec.Name)} ({kind}): its entries cannot be listed");
            return;
        }

        List<JsonElement> shown = [];
        long count = 0, blank = 0;
        foreach (var entry in map.Entries())
        {
            if (map.IsBlank(entry))
                blank++;
            else if (count++ < Shown)
                shown.Add(Decode(json => map.WriteJson(json, entry, withCpus: false)));
        }

        output.WriteLine();
        var zeros = blank > 0 ? $", and {Units.Count(blank)} that are zero" : "";
        output.WriteLine($"{style.Bold(map.Spec.Name)} ({kind}): {Units.Count(count)} of {Units.Count(map.Spec.MaxEntries)} entries{zeros}");
        if (shown.Count > 0)
            EntryTable.Of(shown).Write(output, style, "  ");
        WriteMore(count);
    }

    void WriteRing(RecordLog ring)
    {
        output.WriteLine();
        output.WriteLine($"{style.Bold(ring.Map.Name)} ({Names.Of(ring.Map.Type)}): {Units.Count(ring.Records.Count, "record")}, "
            + $"{Units.Bytes(ring.Bytes)}, {Units.Count(ring.Lost)} lost");
        var formatter = new BtfValueFormatter(ring.Type, report.Settings.Format);
        var records = ring.Records.Kept.Take(Shown).Select(record => Decode(json => RunJson.WriteRecord(json, ring, formatter, record))).ToArray();
        if (records.Length > 0)
            EntryTable.Of(records).Write(output, style, "  ");
        WriteMore(ring.Records.Count);
    }

    void WriteTable(string indent, Table table)
    {
        if (table.Count == 0)
            return;
        output.WriteLine();
        table.Write(output, style, indent);
    }

    void WriteMore(long count)
    {
        if (count > Shown)
            output.WriteLine(style.Faint($"  … {Units.Count(count - Shown)} more (use --json, or --entries N)"));
    }

    static JsonElement Decode(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.ToArray());
        return document.RootElement.Clone();
    }
}
