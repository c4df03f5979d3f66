using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Values;

namespace Sluice.Chains.Semantics;

/// <summary>Splits a type of BTF into the parts that a script can write.</summary>
static class MapLayout
{
    const int MostFields = 64;

    // sluice_interface of bpf/include/sluice/loader.h.
    const string Interface = "sluice_interface";

    /// <summary>The parts of a type in order; empty if it has parts that a script cannot write.</summary>
    public static ImmutableArray<MapField> Of(BtfType? type)
    {
        List<MapField> fields = [];
        return type is not null && Add(fields, type, "", 0) ? [.. fields] : [];
    }

    /// <summary>The parts that values of some types make, one behind the other as C lays them out.</summary>
    public static ImmutableArray<MapField> Of(IEnumerable<ChainType> types)
    {
        List<MapField> fields = [];
        var offset = 0;
        foreach (var type in types)
        {
            var size = type.Bits / 8;
            var alignment = type.IsNumeric ? size : type.Kind == ChainTypeKind.Mac ? 1 : 4;
            offset = (offset + alignment - 1) / alignment * alignment;
            fields.Add(new("", offset, size, type, !type.IsNumeric));
            offset += size;
        }

        return [.. fields];
    }

    static bool Add(List<MapField> fields, BtfType type, string name, int offset)
    {
        if (fields.Count >= MostFields)
            return false;
        var meaning = BtfMeanings.Of(type, name, BtfValueFormat.Auto);
        var address = meaning switch
        {
            BtfMeaning.Ipv4 => ChainType.IPv4,
            BtfMeaning.Ipv6 => ChainType.IPv6,
            BtfMeaning.Mac => ChainType.Mac,
            _ => null,
        };
        if (address is not null)
        {
            fields.Add(new(name, offset, address.Bits / 8, address, true));
            return true;
        }

        switch (type.Resolve())
        {
            case BtfInteger { Size: 1 or 2 or 4 or 8 } integer when integer.Bits == integer.Size * 8:
                var isBigEndian = meaning is BtfMeaning.NetworkOrder or BtfMeaning.NetworkOrderHex;
                fields.Add(new(name, offset, integer.Size, ChainType.Integer(integer.Size * 8, integer.IsSigned), isBigEndian)
                {
                    IsInterface = type is BtfTypedef { Name: Interface },
                });
                return true;
            case BtfEnum @enum:
                fields.Add(new(name, offset, @enum.Size, ChainType.Integer(@enum.Size * 8, false), false));
                return true;
            case BtfStruct { IsUnion: false } @struct:
                return @struct.Members.All(member => member.BitSize == 0
                    && Add(fields, member.Type, name.Length == 0 || member.Name.Length == 0 ? name + member.Name
                        : $"{name}.{member.Name}", offset + member.Offset));
            case BtfStruct { IsUnion: true, Members: [var first, ..] }:
                return Add(fields, first.Type, name.Length == 0 ? first.Name : name, offset + first.Offset);
            case BtfArray array when array.Count <= MostFields:
                return Enumerable.Range(0, (int)array.Count).All(index =>
                    Add(fields, array.Element, $"{name}[{index}]", offset + index * array.Element.SizeOf()));
            default:
                return false;
        }
    }
}
