using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>A map definition while its members are being read.</summary>
sealed class MapDefinition(string name, Func<string, string, BpfFormatException> fault)
{
    /// <summary>Every member that bpf_helpers.h documents, and what it sets.</summary>
    static readonly Dictionary<string, Action<MapDefinition, BtfMember>> s_members = new(StringComparer.Ordinal)
    {
        ["type"] = (map, member) => map.Type = (MapType)map.Integer(member),
        ["max_entries"] = (map, member) => map.MaxEntries = map.Integer(member),
        ["map_flags"] = (map, member) => map.Flags = (MapFlags)map.Number(member),
        ["numa_node"] = (map, member) => map.NumaNode = map.Integer(member),
        ["key_size"] = (map, member) => map.Key.SetSize(map.Integer(member)),
        ["key"] = (map, member) => map.Key.SetType(map.Pointee(member)),
        ["value_size"] = (map, member) => map.Value.SetSize(map.Integer(member)),
        ["value"] = (map, member) => map.Value.SetType(map.Pointee(member)),
        ["values"] = (map, member) => map.SetValues(member),
        ["pinning"] = (map, member) => map.SetPinning(map.Number(member)),
        ["map_extra"] = (map, member) => map.Extra = map.Number(member),
    };

    /// <summary>Where <c>values</c> begins, or null if there is no such member.</summary>
    public int? ValuesOffset { get; private set; }

    MapType Type { get; set; }

    int MaxEntries { get; set; }

    MapFlags Flags { get; set; }

    int NumaNode { get; set; }

    ulong Extra { get; set; }

    bool PinByName { get; set; }

    MapSpec? Inner { get; set; }

    bool IsInner { get; init; }

    MapPart Key { get; } = new("key", fault);

    MapPart Value { get; } = new("value", fault);

    bool HoldsMaps => Type is MapType.ArrayOfMaps or MapType.HashOfMaps;

    /// <summary>Reads the members of a definition.</summary>
    /// <remarks>libbpf.rst and bpf_helpers.h of libbpf: __uint, __ulong, __type and __array.</remarks>
    public MapDefinition Read(BtfStruct definition)
    {
        foreach (var member in definition.Members)
        {
            if (ValuesOffset is not null)
                throw fault($"member '{member.Name}' after 'values'", "'values' to be the last");
            if (!s_members.TryGetValue(member.Name, out var read))
                throw fault($"a map definition with member '{member.Name}'", $"one of {string.Join(", ", s_members.Keys)}");
            read(this, member);
        }

        if (Type == MapType.Unspecified)
            throw fault("a map definition without a type", "a member 'type'");
        if (HoldsMaps || Type == MapType.ProgramArray)
            Value.SetDefault(sizeof(int));
        return this;
    }

    /// <summary>The map.</summary>
    public MapSpec ToSpec() => new(name, Type, Key.Size, Value.Size, MaxEntries)
    {
        Flags = Flags,
        Extra = Extra,
        NumaNode = NumaNode,
        PinByName = PinByName,
        KeyType = Key.Type,
        ValueType = Value.Type,
        Inner = Inner,
    };

    void SetPinning(ulong pinning)
    {
        if (IsInner)
            throw fault("an inner map definition with 'pinning'", "none: the outer map holds it");
        PinByName = pinning switch
        {
            0 => false,
            1 => true,
            _ => throw fault($"pinning {pinning}", "LIBBPF_PIN_NONE (0) or LIBBPF_PIN_BY_NAME (1)"),
        };
    }

    void SetValues(BtfMember member)
    {
        if (IsInner)
            throw fault("an inner map definition with 'values'", "maps nested once");
        if (!HoldsMaps && Type != MapType.ProgramArray)
            throw fault($"'values' in a map of type {Type}", "a map of maps or a program array, whose type comes first");
        if (member.Type.Resolve() is not BtfArray array || array.Element.Resolve() is not BtfPointer pointer)
            throw fault("'values' of another shape", "an array of pointers (__array)");
        Value.SetSize(sizeof(int));
        ValuesOffset = member.Offset;
        if (Type == MapType.ProgramArray)
            RequireFunction(pointer);
        else
            Inner = ReadInner(pointer);
    }

    void RequireFunction(BtfPointer pointer)
    {
        if (pointer.Target.Resolve() is not BtfFunctionPrototype)
            throw fault("'values' of a program array that point to no function", "pointers to functions");
    }

    MapSpec ReadInner(BtfPointer pointer)
    {
        if (pointer.Target.Resolve() is not BtfStruct { IsUnion: false } inner)
            throw fault("'values' of a map of maps that point to no struct", "pointers to a map definition");
        return new MapDefinition($"{name}.inner", fault) { IsInner = true }.Read(inner).ToSpec();
    }

    // __uint(name, value) is int (*name)[value]; __ulong(name, value) is enum { unique = value } name.
    ulong Number(BtfMember member)
    {
        if (member.Type.Resolve() is BtfEnum { Values: [var value] })
            return (ulong)value.Value;
        if (member.Type.Resolve() is BtfPointer pointer && pointer.Target.Resolve() is BtfArray array)
            return array.Length;
        throw fault($"member '{member.Name}' of another shape", "a number (__uint or __ulong)");
    }

    int Integer(BtfMember member) => Number(member) is var number && number <= int.MaxValue
        ? (int)number
        : throw fault($"{member.Name} {number}", $"at most {int.MaxValue}");

    BtfType Pointee(BtfMember member) => member.Type.Resolve() is BtfPointer pointer
        ? pointer.Target
        : throw fault($"member '{member.Name}' of another shape", "a type (__type)");
}
