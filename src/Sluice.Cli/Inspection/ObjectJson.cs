using System.Text.Json;
using Sluice.Bpf.Btf.C;
using Sluice.Bpf.Objects;
using Sluice.Cli.Output;

namespace Sluice.Cli.Inspection;

/// <summary>An object for programs; docs/cli.md lists the members.</summary>
static class ObjectJson
{
    /// <summary>Writes the members of the document.</summary>
    public static void Write(Utf8JsonWriter json, ObjectSummary summary)
    {
        var @object = summary.Object;
        json.WriteString("name", @object.Name);
        json.WriteBoolean("big_endian", @object.IsBigEndian);
        json.WriteString("license", @object.License);
        json.Objects("programs", summary.Programs, program => WriteProgram(json, program));
        json.Objects("maps", @object.Maps, map => WriteMap(json, map));
        json.Objects("variables", @object.Variables, variable => WriteVariable(json, summary, variable));
        if (summary.Types is not { } types)
        {
            json.WriteNull("types");
            return;
        }

        json.WriteStartObject("types");
        json.WriteNumber("total", types.Total);
        foreach (var (kind, count) in types.ByKind)
            json.WriteNumber(kind, count);
        json.WriteEndObject();
    }

    static void WriteProgram(Utf8JsonWriter json, ProgramSummary summary)
    {
        var program = summary.Program;
        json.WriteString("name", program.Name);
        json.WriteString("section", program.Section);
        json.WriteString("type", Names.Of(program.Type));
        json.WriteString("attach_type", program.AttachType is { } attach ? Names.Of(attach) : null);
        json.WriteString("attach_target", program.AttachTarget);
        json.WriteBoolean("autoload", program.AutoLoad);
        json.WriteBoolean("sleepable", program.IsSleepable);
        json.WriteBoolean("fragments", program.HasFragments);
        json.WriteNumber("instructions", summary.Instructions);
        json.WriteNumber("core_relocations", summary.CoreRelocations);
        json.WriteString("tag_sha1", summary.Tags?.Sha1);
        json.WriteString("tag_sha256", summary.Tags?.Sha256);
        json.Strings("calls", summary.Functions);
        json.Strings("maps", summary.Maps);
        json.WriteString("link_error", summary.LinkError);
    }

    static void WriteMap(Utf8JsonWriter json, MapSpec map)
    {
        json.WriteString("name", map.Name);
        json.WriteString("type", Names.Of(map.Type));
        json.WriteNumber("key_size", map.KeySize);
        json.WriteNumber("value_size", map.ValueSize);
        json.WriteNumber("max_entries", map.MaxEntries);
        json.Strings("flags", Names.Of(map.Flags));
        json.WriteNumber("map_extra", map.Extra);
        json.WriteString("key_type", map.KeyType is { } key ? BtfCFormatter.Declare(key) : null);
        json.WriteString("value_type", map.IsGlobalData || map.ValueType is not { } value ? null : BtfCFormatter.Declare(value));
        json.WriteBoolean("pinned_by_name", map.PinByName);
        json.WriteBoolean("frozen", map.IsFrozen);
        json.WriteString("data_section", map.IsGlobalData ? map.DataSection : null);
        json.Objects("slots", map.InitialSlots, slot =>
        {
            json.WriteNumber("index", slot.Index);
            json.WriteString("symbol", slot.Symbol);
        });
        if (map.Inner is not { } inner)
            return;
        json.WriteStartObject("inner");
        WriteMap(json, inner);
        json.WriteEndObject();
    }

    static void WriteVariable(Utf8JsonWriter json, ObjectSummary summary, VariableSpec variable)
    {
        json.WriteString("name", variable.Name);
        json.WriteString("type", variable.Type is { } type ? BtfCFormatter.Declare(type) : null);
        json.WriteString("map", variable.Map);
        json.WriteNumber("offset", variable.Offset);
        json.WriteNumber("size", variable.Size);
        json.WriteBoolean("read_only", variable.IsReadOnly);
        json.WritePropertyName("value");
        if (summary.InitialValue(variable) is { IsEmpty: false } value)
            summary.Formatter(variable).WriteJson(json, value);
        else
            json.WriteNullValue();
    }
}
