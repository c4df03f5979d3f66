using System.Text.Json;
using Sluice.Bpf.Btf.C;
using Sluice.Bpf.Btf.Values;
using Sluice.Cli.Output;
using Sluice.Runtime.Execution;

namespace Sluice.Cli.Execution;

/// <summary>The report of a run for programs; docs/cli.md lists the members.</summary>
static class RunJson
{
    /// <summary>Writes the members of the document.</summary>
    public static void Write(Utf8JsonWriter json, RunReport report)
    {
        var (settings, runner) = (report.Settings, report.Runner);
        json.WriteString("object", settings.Object.Path);
        json.WriteString("program", report.Program.Name);
        json.WriteString("type", Names.Of(report.Program.Type));
        json.WriteString("mode", settings.ModeName);
        json.WriteString("policy", Names.Snake(settings.Policy.Kind.ToString()));
        json.WriteString("capture", settings.Input);
        json.WriteNumber("repeat", settings.Repeat);
        json.WriteNumber("packets", runner.Count);
        json.WriteNumber("bytes", runner.Bytes);
        json.WriteNumber("preparation_ns", (long)report.Preparation.TotalNanoseconds);
        json.WriteNumber("elapsed_ns", (long)report.Elapsed.TotalNanoseconds);
        json.WriteNumber("packets_per_second", Math.Round(report.PacketRate));
        json.WriteNumber("bits_per_second", Math.Round(report.ByteRate * 8));
        json.WriteNumber("ns_per_packet", Math.Round(report.NanosecondsPerPacket, 2));
        json.WriteBoolean("interrupted", report.WasInterrupted);
        json.WriteString("input_error", report.InputError);
        json.Objects("verdicts", runner.Tally.Verdicts, entry =>
        {
            json.WriteString("verdict", entry.Verdict.Name);
            json.WriteNumber("value", entry.Verdict.Value);
            WriteCount(json, entry.Count);
        });
        json.Objects("redirects", runner.Tally.Redirects, entry =>
        {
            WriteNumber(json, "ifindex", entry.Target.InterfaceIndex);
            json.WriteString("map", entry.Target.Map);
            WriteNumber(json, "key", entry.Target.Key);
            WriteCount(json, entry.Count);
        });
        json.Objects("clones", runner.Clones, entry =>
        {
            json.WriteNumber("ifindex", entry.Key);
            WriteCount(json, entry.Value);
        });
        json.Strings("files", report.Files);
        WriteFaults(json, runner.Faults);
        json.WriteStartObject("printed");
        json.WriteNumber("count", report.Printed.Count);
        json.Objects("lines", report.Printed.Kept, line =>
        {
            json.WriteNumber("packet", line.Packet);
            json.WriteString("text", line.Text);
        });
        json.WriteEndObject();
        WriteVariables(json, report);
        json.WriteStartObject("maps");
        foreach (var map in report.Maps)
            WriteMap(json, map);
        json.WriteEndObject();
        json.WriteStartObject("records");
        foreach (var ring in report.Rings)
            WriteRing(json, ring, new(ring.Type, settings.Format));
        json.WriteEndObject();
    }

    /// <summary>Writes the member <c>record</c>.</summary>
    public static void WriteRecord(Utf8JsonWriter json, RecordLog ring, BtfValueFormatter formatter, byte[] record)
    {
        json.WritePropertyName("record");
        // A record that is shorter than its type is none of that type.
        if (ring.Type is not null && record.Length >= Bpf.Btf.BtfSize.SizeOf(ring.Type))
            formatter.WriteJson(json, record);
        else
            new BtfValueFormatter(null).WriteJson(json, record);
    }

    static void WriteFaults(Utf8JsonWriter json, BoundedLog<FirstFault> faults)
    {
        json.WriteStartObject("faults");
        json.WriteNumber("count", faults.Count);
        if (faults.Count > 0)
        {
            var (packet, error) = faults.Kept[0];
            json.WriteStartObject("first");
            json.WriteNumber("packet", packet);
            WriteFault(json, error);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    static void WriteFault(Utf8JsonWriter json, BpfFaultException error)
    {
        json.WriteString("kind", Names.Snake(error.Kind.ToString()));
        json.WriteString("message", error.Message);
        json.WriteString("program", error.Program);
        json.WriteString("function", error.Function);
        json.WriteNumber("instruction", error.Slot);
        json.WriteString("file", error.Line?.File);
        WriteNumber(json, "line", error.Line?.Line);
        json.WriteString("address", $"0x{error.Address:x}");
        json.WriteNumber("size", error.Size);
        json.WriteBoolean("write", error.IsWrite);
        json.WriteString("region", error.Region);
    }

    static void WriteVariables(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject("variables");
        foreach (var (variable, value) in report.Variables())
        {
            json.WritePropertyName(variable.Name);
            new BtfValueFormatter(variable.Type, report.Settings.Format).WriteJson(json, value);
        }

        json.WriteEndObject();
    }

    static void WriteMap(Utf8JsonWriter json, MapContents map)
    {
        json.WriteStartObject(map.Spec.Name);
        json.WriteString("type", Names.Of(map.Spec.Type));
        json.WriteNumber("max_entries", map.Spec.MaxEntries);
        json.WriteBoolean("listable", map.IsListable);
        json.Objects("entries", map.IsListable ? map.Entries() : [], entry => map.WriteJson(json, entry, withCpus: true));
        json.WriteEndObject();
    }

    static void WriteRing(Utf8JsonWriter json, RecordLog ring, BtfValueFormatter formatter)
    {
        json.WriteStartObject(ring.Map.Name);
        json.WriteString("type", Names.Of(ring.Map.Type));
        json.WriteString("record_type", ring.Type is { } type ? BtfCFormatter.Declare(type) : null);
        json.WriteNumber("count", ring.Records.Count);
        json.WriteNumber("bytes", ring.Bytes);
        json.WriteNumber("lost", ring.Lost);
        json.Objects("entries", ring.Records.Kept, record => WriteRecord(json, ring, formatter, record));
        json.WriteEndObject();
    }

    static void WriteCount(Utf8JsonWriter json, TrafficCount count)
    {
        json.WriteNumber("packets", count.Packets);
        json.WriteNumber("bytes", count.Bytes);
    }

    static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
