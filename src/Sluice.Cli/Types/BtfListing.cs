using System.Globalization;
using System.Text.Json;
using Sluice.Bpf.Btf;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Types;

/// <summary>Lists types record by record, in the two forms of <c>bpftool btf dump … format raw</c>.</summary>
static class BtfListing
{
    /// <summary>A line for each type and, indented, one for each of its parts.</summary>
    public static void WriteText(TextWriter output, IEnumerable<BtfType> types)
    {
        foreach (var type in types)
        {
            var entry = BtfEntry.Of(type);
            // bpftool has a comma here, and scripts that know it.
            var separator = type is BtfVariable ? ", " : " ";
            output.Write($"[{type.Id}] {entry.Kind} '{entry.Name}' ");
            output.WriteLine(string.Join(separator, entry.Fields.Select(field => Text(field, ""))));
            foreach (var part in entry.Parts ?? [])
            {
                var suffix = entry.Kind == "ENUM64" ? part.Fields[0].Value is ulong ? "ULL" : "LL" : "";
                var name = part.Name is null ? "" : $"'{part.Name}' ";
                output.WriteLine($"\t{name}{string.Join(' ', part.Fields.Select(field => Text(field, suffix)))}{part.Remark}");
            }
        }
    }

    /// <summary>What is loaded in the kernel: its own types, its modules' and those of programs.</summary>
    public static void WriteLoaded(Terminal terminal, bool isJson)
    {
        if (isJson)
        {
            JsonOutput.WriteObject(terminal, json => json.Objects("btf", KernelBtf.All(), types =>
            {
                json.WriteNumber("id", types.Id);
                json.WriteString("name", types.Name);
                json.WriteBoolean("kernel", types.IsOfKernel);
                json.WriteNumber("size", types.Bytes);
            }));
            return;
        }

        var table = new Table(Column.Number("ID"), "NAME", Column.Number("BYTES"));
        foreach (var types in KernelBtf.All())
            table.Add($"{types.Id}", types.Name, Units.Count(types.Bytes));
        table.Write(terminal.Out, Style.For(terminal));
    }

    /// <summary>An object with a list <c>types</c>.</summary>
    public static void WriteJson(Utf8JsonWriter json, IEnumerable<BtfType> types) => json.Objects("types", types, type =>
    {
        var entry = BtfEntry.Of(type);
        json.WriteNumber("id", type.Id);
        json.WriteString("kind", entry.Kind);
        json.WriteString("name", entry.Name);
        WriteFields(json, entry.Fields);
        if (entry.PartsName.Length == 0)
            return;
        json.Objects(entry.PartsName, entry.Parts ?? [], part =>
        {
            if (part.Name is not null)
                json.WriteString("name", part.Name);
            WriteFields(json, part.Fields);
        });
    });

    static string Text(BtfField field, string suffix) =>
        string.Create(CultureInfo.InvariantCulture, $"{field.Name}={field.Value}{suffix}");

    static void WriteFields(Utf8JsonWriter json, BtfField[] fields)
    {
        foreach (var (name, value) in fields)
        {
            if (value is ulong unsigned)
                json.WriteNumber(name, unsigned);
            else if (value is long number)
                json.WriteNumber(name, number);
            else
                json.WriteString(name, (string)value);
        }
    }
}
