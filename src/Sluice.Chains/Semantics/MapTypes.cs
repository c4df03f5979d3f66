using System.Collections.Immutable;
using Sluice.Bpf.Btf;

namespace Sluice.Chains.Semantics;

/// <summary>The types of a script's own maps as BTF, by the names that the kernel's headers give them: so that tools know what lies in them.</summary>
sealed class MapTypes
{
    const int MacBytes = 6, BitsOfByte = 8;

    readonly BtfBuilder _builder = new();
    readonly BtfInteger _byte, _half, _word;

    public MapTypes()
    {
        _byte = _builder.Integer("unsigned char", 1);
        _half = _builder.Integer("unsigned short", 2);
        _word = _builder.Integer("unsigned int", 4);
    }

    /// <summary>The type of a key or a value.</summary>
    /// <param name="name">The struct's name, where it has several parts.</param>
    /// <param name="fields">The parts.</param>
    /// <param name="size">Bytes of the whole.</param>
    public BtfType Of(string name, ImmutableArray<MapField> fields, int size) => fields is [var only]
        ? Of(only.Type)
        : _builder.Struct(name, size, fields.Select((field, part) => new BtfMember($"part{part}", Of(field.Type), field.Offset * BitsOfByte, 0)));

    // Names by which addresses are told: __be32, in6_addr.
    BtfType Of(ChainType type) => type.Kind switch
    {
        ChainTypeKind.IPv4 => _builder.Typedef("__be32", _builder.Typedef("__u32", _word)),
        ChainTypeKind.IPv6 => Address(),
        ChainTypeKind.Mac => _builder.Struct("mac_address", MacBytes, [new BtfMember("mac", _builder.Array(_byte, MacBytes, _word), 0, 0)]),
        ChainTypeKind.Boolean => _builder.Integer("_Bool", 1, BtfIntegerEncoding.Boolean),
        _ => Number(type),
    };

    BtfStruct Address()
    {
        const int size = 16;
        var union = _builder.Struct("", size,
        [
            new BtfMember("u6_addr8", _builder.Array(_builder.Typedef("__u8", _byte), size, _word), 0, 0),
            new BtfMember("u6_addr16", _builder.Array(_builder.Typedef("__be16", _half), size / 2, _word), 0, 0),
            new BtfMember("u6_addr32", _builder.Array(_builder.Typedef("__be32", _word), size / 4, _word), 0, 0),
        ], isUnion: true);
        return _builder.Struct("in6_addr", size, [new BtfMember("in6_u", union, 0, 0)]);
    }

    BtfTypedef Number(ChainType type)
    {
        var (name, c) = (type.Bits, type.IsSigned) switch
        {
            (8, false) => ("__u8", "unsigned char"),
            (16, false) => ("__u16", "unsigned short"),
            (32, false) => ("__u32", "unsigned int"),
            (64, false) => ("__u64", "unsigned long long"),
            (8, true) => ("__s8", "signed char"),
            (16, true) => ("__s16", "short"),
            (32, true) => ("__s32", "int"),
            _ => ("__s64", "long long"),
        };
        return _builder.Typedef(name, _builder.Integer(c, type.Bits / BitsOfByte, type.IsSigned ? BtfIntegerEncoding.Signed : BtfIntegerEncoding.None));
    }
}
