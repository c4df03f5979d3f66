using System.Globalization;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>The attributes of maps, variables and functions.</summary>
static class Attributes
{
    public static readonly Attribute<MapSpec>[] Map =
    [
        Number<MapSpec>("key", map => map.KeySize, (map, value) => map with { KeySize = value }),
        Number<MapSpec>("value", map => map.ValueSize, (map, value) => map with { ValueSize = value }),
        Number<MapSpec>("entries", map => map.MaxEntries, (map, value) => map with { MaxEntries = value }),
        new("flags", true, ReadFlags, map => map.Flags == 0 ? null : FlagNames(map.Flags)),
        new("extra", true,
            (r, map) => r.TryNumber(0, ulong.MaxValue, out var value) ? map with { Extra = (ulong)value } : null,
            map => map.Extra == 0 ? null : map.Extra.ToString(CultureInfo.InvariantCulture)),
        Number<MapSpec>("numa", map => map.NumaNode, (map, value) => map with { NumaNode = value }),
        Flag<MapSpec>("pinned", map => map.PinByName, map => map with { PinByName = true }),
        Text<MapSpec>("section", map => map.DataSection, (map, value) => map with { DataSection = value }),
        Flag<MapSpec>("frozen", map => map.IsFrozen, map => map with { IsFrozen = true }),
        Type<MapSpec>("key_type", map => map.KeyType, (map, type) => map with { KeyType = type }),
        Type<MapSpec>("value_type", map => map.ValueType, (map, type) => map with { ValueType = type }),
    ];

    public static readonly Attribute<VariableSpec>[] Variable =
    [
        Text<VariableSpec>("map", variable => variable.Map, (variable, value) => variable with { Map = value }),
        Number<VariableSpec>("at", variable => variable.Offset, (variable, value) => variable with { Offset = value }, always: true),
        Number<VariableSpec>("size", variable => variable.Size, (variable, value) => variable with { Size = value }, always: true),
        Flag<VariableSpec>("readonly", variable => variable.IsReadOnly, variable => variable with { IsReadOnly = true }),
        Flag<VariableSpec>("unresolved", variable => variable.IsUnresolved, variable => variable with { IsUnresolved = true }),
        Type<VariableSpec>("type", variable => variable.Type, (variable, type) => variable with { Type = type }),
    ];

    public static readonly Attribute<FunctionDeclaration>[] Function =
    [
        Text<FunctionDeclaration>("section", function => function.Section, (function, value) => function with { Section = value }),
        Flag<FunctionDeclaration>("global", f => f.IsGlobal && !f.IsProgram, f => f with { IsGlobal = true }),
        Flag<FunctionDeclaration>("static", f => !f.IsGlobal && f.IsProgram, f => f with { IsGlobal = false }),
        new("at", true,
            (r, function) => r.TryNumber(0, int.MaxValue, out var value) ? function with { Offset = (int)value } : null,
            function => function.Offset?.ToString(CultureInfo.InvariantCulture)),
        Number<FunctionDeclaration>("btf", function => function.TypeId, (function, value) => function with { TypeId = value }),
        new("type", true,
            (r, function) => r.TryEnum<ProgramType>(out var type) ? function with { Type = type } : null,
            function => function.Type is { } type ? Name(type) : null),
        new("attach", true,
            (r, function) => r.TryEnum<AttachType>(out var type) ? function with { AttachType = type } : null,
            function => function.AttachType is { } type ? Name(type) : null),
        new("target", true,
            (r, function) => r.TryString(out var target) ? function with { AttachTarget = target } : null,
            function => function.AttachTarget is { } target ? Quoted(target) : null),
        Flag<FunctionDeclaration>("any_attach", f => f.HasNoAttachType, f => f with { HasNoAttachType = true }),
        Choice("autoload", f => f.AutoLoad, (f, value) => f with { AutoLoad = value }),
        Choice("fragments", f => f.HasFragments, (f, value) => f with { HasFragments = value }),
        Choice("sleepable", f => f.IsSleepable, (f, value) => f with { IsSleepable = value }),
    ];

    /// <summary>A value of an enumeration as the text has it: by name, or by number where it has none.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => Enum.GetName(value) is { } name
            ? DirectiveReader.ToSnakeCase(name)
            : unchecked((uint)Convert.ToInt64(value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Text in quotation marks.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    static Attribute<T> Number<T>(string name, Func<T, int> get, Func<T, int, T> set, bool always = false)
        where T : class => new(name, true,
            (r, thing) => r.TryNumber(int.MinValue, uint.MaxValue, out var value) ? set(thing, (int)(long)value) : null,
            thing => get(thing) == 0 && !always ? null : ((uint)get(thing)).ToString(CultureInfo.InvariantCulture));

    static Attribute<T> Text<T>(string name, Func<T, string> get, Func<T, string, T> set)
        where T : class => new(name, true,
            (r, thing) => r.TryName(out var value) ? set(thing, value.Text) : null,
            thing => get(thing).Length == 0 ? null : Quoted(get(thing)));

    static Attribute<T> Flag<T>(string name, Func<T, bool> get, Func<T, T> set)
        where T : class => new(name, false, (_, thing) => set(thing), thing => get(thing) ? "" : null);

    static Attribute<FunctionDeclaration> Choice(string name, Func<FunctionDeclaration, bool?> get,
        Func<FunctionDeclaration, bool, FunctionDeclaration> set) => new(name, true,
            (r, thing) => r.Accept("yes") ? set(thing, true) : r.Accept("no") || r.Fail("'yes' or 'no'") ? set(thing, false) : null,
            thing => get(thing) switch { true => "yes", false => "no", null => null });

    static Attribute<T> Type<T>(string name, Func<T, BtfType?> get, Func<T, BtfType, T> set)
        where T : class => new(name, true,
            (r, thing) => r.TryType(out var type) ? set(thing, type) : null,
            thing => get(thing)?.Id.ToString(CultureInfo.InvariantCulture));

    static MapSpec? ReadFlags(DirectiveReader reader, MapSpec map)
    {
        do
        {
            if (!reader.TryEnum<MapFlags>(out var flag))
                return null;
            map = map with { Flags = map.Flags | flag };
        }
        while (reader.Accept("|"));
        return map;
    }

    static string FlagNames(MapFlags flags)
    {
        var names = new List<string>();
        for (var bit = 1u; bit != 0; bit <<= 1)
        {
            if (((uint)flags & bit) != 0)
                names.Add(Name((MapFlags)bit));
        }

        return string.Join('|', names);
    }
}
