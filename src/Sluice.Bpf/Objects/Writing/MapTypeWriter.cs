using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects.Writing;

/// <summary>Writes maps as the structs that bpf_helpers.h makes of them: the counterpart of the map reader.</summary>
sealed class MapTypeWriter(BtfBuilder builder)
{
    const int PinByName = 1;

    readonly BtfInteger _int = builder.Integer("int", sizeof(int), BtfIntegerEncoding.Signed);

    readonly BtfInteger _index = builder.Integer("__ARRAY_SIZE_TYPE__", sizeof(int));

    /// <summary>The definition of <paramref name="map"/>.</summary>
    public BtfStruct Define(MapSpec map)
    {
        var members = new List<(string Name, BtfType Type)>();
        AddNumber(members, "type", (ulong)map.Type);
        AddNumber(members, "max_entries", (ulong)map.MaxEntries);
        AddNumber(members, "map_flags", (ulong)map.Flags);
        AddNumber(members, "map_extra", map.Extra);
        AddNumber(members, "numa_node", (ulong)map.NumaNode);
        AddNumber(members, "pinning", map.PinByName ? PinByName : 0ul);
        AddPart(members, "key", map.KeySize, map.KeyType);
        var values = Values(map);
        if (values is null)
            AddPart(members, "value", map.ValueSize, map.ValueType);
        else
            members.Add(("values", builder.Array(builder.Pointer(values), 0, _index)));
        var size = (members.Count - (values is null ? 0 : 1)) * BtfSize.Pointer;
        return builder.Struct("", size, members.Select((member, i) =>
            new BtfMember(member.Name, member.Type, i * BtfSize.Pointer * 8, 0)));
    }

    /// <summary>Bytes of <paramref name="map"/>'s symbol: its definition with the slots behind it.</summary>
    public static int SizeOf(BtfStruct definition, MapSpec map) =>
        definition.Size + (map.InitialSlots.IsEmpty ? 0 : map.InitialSlots.Max(slot => slot.Index) + 1) * BtfSize.Pointer;

    BtfType? Values(MapSpec map)
    {
        if (map.Inner is not null)
            return Define(map.Inner);
        if (map.Type != MapType.ProgramArray || map.InitialSlots.IsEmpty)
            return null;
        return builder.FunctionPrototype(_int, new BtfParameter("", builder.Pointer(builder.Void)));
    }

    void AddPart(List<(string, BtfType)> members, string name, int size, BtfType? type)
    {
        if (type is not null)
            members.Add((name, builder.Pointer(builder.Import(type))));
        else
            AddNumber(members, $"{name}_size", (ulong)size);
    }

    // What is not said is zero. Numbers that an array's count cannot hold are enumerators, as __ulong has them.
    void AddNumber(List<(string, BtfType)> members, string name, ulong value)
    {
        if (value == 0)
            return;
        members.Add((name, value <= int.MaxValue
            ? builder.Pointer(builder.Array(_int, (int)value, _index))
            : builder.Enum("", sizeof(ulong), [new($"{name}_{value:x}", (long)value)])));
    }
}
