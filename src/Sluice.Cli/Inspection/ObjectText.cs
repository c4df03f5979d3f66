using Sluice.Bpf.Btf.C;
using Sluice.Bpf.Objects;
using Sluice.Cli.Output;

namespace Sluice.Cli.Inspection;

/// <summary>An object for people.</summary>
static class ObjectText
{
    /// <summary>Writes everything.</summary>
    public static void Write(TextWriter output, Style style, ObjectSummary summary)
    {
        var @object = summary.Object;
        output.WriteLine($"Object   {@object.Name}, {(@object.IsBigEndian ? "big" : "little")}-endian");
        output.WriteLine($"Licence  {(@object.License.Length == 0 ? "none" : @object.License)}");
        output.WriteLine(summary.Types is { } types
            ? $"Types    {Units.Count(types.Total)}: {string.Join(", ", types.ByKind.Select(kind => $"{Units.Count(kind.Value)} {kind.Key}"))}"
            : "Types    none (built without BTF)");
        WritePrograms(output, style, summary);
        WriteMaps(output, style, @object);
        WriteVariables(output, style, summary);
    }

    static void WritePrograms(TextWriter output, Style style, ObjectSummary summary)
    {
        var table = new Table(
            "PROGRAM", "SECTION", "TYPE", "ATTACH", "TARGET", Column.Number("INSTRUCTIONS"), Column.Number("CO-RE"), "CALLS", "MAPS", "REMARKS");
        foreach (var (program, instructions, functions, maps, relocations, _, error) in summary.Programs)
        {
            table.Add(
                program.Name,
                program.Section,
                Names.Of(program.Type),
                program.AttachType is { } attach ? Names.Of(attach) : null,
                program.AttachTarget,
                Units.Count(instructions),
                Units.Count(relocations),
                string.Join(", ", functions),
                string.Join(", ", maps),
                string.Join(", ", Remarks(program, error)));
        }

        WriteTable(output, style, table, "no programs");
    }

    static IEnumerable<string> Remarks(ProgramSpec program, string? linkError)
    {
        if (!program.AutoLoad)
            yield return "not loaded by default";
        if (program.IsSleepable)
            yield return "sleepable";
        if (program.HasFragments)
            yield return "fragments";
        if (linkError is not null)
            yield return $"does not link: {linkError}";
    }

    static void WriteMaps(TextWriter output, Style style, BpfObject @object)
    {
        var table = new Table("MAP", "TYPE", "KEY", "VALUE", Column.Number("ENTRIES"), "FLAGS", "REMARKS");
        foreach (var map in @object.Maps)
        {
            table.Add(
                map.Name,
                Names.Of(map.Type),
                Layout(map.KeySize, map.KeyType is { } key ? BtfCFormatter.Declare(key) : null),
                Layout(map.ValueSize, map.IsGlobalData ? null : map.ValueType is { } value ? BtfCFormatter.Declare(value) : null),
                Units.Count(map.MaxEntries),
                string.Join(", ", Names.Of(map.Flags)),
                string.Join(", ", Remarks(map)));
        }

        WriteTable(output, style, table, "no maps");
    }

    static string Layout(int size, string? type) => size == 0 ? "" : type is null ? $"{size} B" : $"{type} ({size} B)";

    static IEnumerable<string> Remarks(MapSpec map)
    {
        if (map.IsGlobalData)
            yield return map.DataSection;
        if (map.IsFrozen)
            yield return "frozen";
        if (map.PinByName)
            yield return "pinned by name";
        if (map.Extra != 0)
            yield return $"extra {map.Extra}";
        if (map.Inner is { } inner)
            yield return $"of {Names.Of(inner.Type)} with {Units.Count(inner.MaxEntries)} entries";
        if (!map.InitialSlots.IsEmpty)
            yield return string.Join(", ", map.InitialSlots.Select(slot => $"[{slot.Index}] = {slot.Symbol}"));
    }

    static void WriteVariables(TextWriter output, Style style, ObjectSummary summary)
    {
        if (summary.Object.Variables.IsEmpty)
            return;
        var table = new Table("VARIABLE", "TYPE", "VALUE", "MAP", Column.Number("OFFSET"), Column.Number("SIZE"));
        foreach (var variable in summary.Object.Variables)
        {
            table.Add(
                variable.Name,
                variable.Type is { } type ? BtfCFormatter.Declare(type) : null,
                summary.InitialValue(variable) is { IsEmpty: false } value ? summary.Formatter(variable).Format(value) : "unknown",
                variable.Map,
                Units.Count(variable.Offset),
                Units.Bytes(variable.Size));
        }

        WriteTable(output, style, table, "");
    }

    static void WriteTable(TextWriter output, Style style, Table table, string none)
    {
        output.WriteLine();
        if (table.Count == 0)
            output.WriteLine(none);
        else
            table.Write(output, style);
    }
}
