using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Sluice.Bpf.Btf.Binary;

/// <summary>Makes a type of each record, then connects it with the types it names.</summary>
/// <param name="bytes">The section.</param>
/// <param name="names">Its names.</param>
/// <param name="all">All types by id; filled while records are created, complete when they are connected.</param>
sealed class BtfRecordReader(BtfBytes bytes, BtfNames names, BtfType[] all)
{
    static readonly Func<BtfRecordReader, BtfRecord, BtfType>[] s_create =
    [
        (_, _) => throw new InvalidOperationException(), // Kind 0 has been refused when the record was found.
        (reader, record) => reader.Integer(record),
        (_, _) => new BtfPointer(),
        (reader, record) => new BtfArray { Length = reader.Bytes.UInt32(record.Details + 8) },
        (reader, record) => reader.Struct(record, isUnion: false),
        (reader, record) => reader.Struct(record, isUnion: true),
        (reader, record) => reader.Enum(record, is64: false),
        (reader, record) => new BtfForward { Name = reader.Name(record), IsUnion = record.Flag },
        (reader, record) => new BtfTypedef { Name = reader.Name(record) },
        (_, _) => new BtfQualifier { Kind = BtfQualifierKind.Volatile },
        (_, _) => new BtfQualifier { Kind = BtfQualifierKind.Const },
        (_, _) => new BtfQualifier { Kind = BtfQualifierKind.Restrict },
        (reader, record) => reader.Function(record),
        (_, _) => new BtfFunctionPrototype(),
        (reader, record) => reader.Variable(record),
        (reader, record) => new BtfDataSection { Name = reader.Name(record), Size = reader.Size(record) },
        (reader, record) => reader.Float(record),
        (reader, record) => reader.DeclarationTag(record),
        (reader, record) => reader.TypeTag(record),
        (reader, record) => reader.Enum(record, is64: true),
    ];

    BtfBytes Bytes => bytes;

    /// <summary>The type, without what refers to other types.</summary>
    public BtfType Create(BtfRecord record) => s_create[record.Kind](this, record);

    /// <summary>Sets what refers to other types.</summary>
    public void Connect(BtfType type, BtfRecord record)
    {
        switch (type)
        {
            case BtfPointer pointer:
                pointer.Target = Reference(record.SizeField);
                break;
            case BtfTypedef typedef:
                typedef.Target = Reference(record.SizeField);
                break;
            case BtfQualifier qualifier:
                qualifier.Target = Reference(record.SizeField);
                break;
            case BtfArray array:
                (array.Element, array.Index) = (Reference(record.Details), Reference(record.Details + 4));
                break;
            case BtfStruct @struct:
                @struct.Members = Elements(record, field => Member(field, @struct));
                break;
            case BtfFunctionPrototype prototype:
                prototype.Return = Reference(record.SizeField);
                prototype.Parameters = Elements(record, field => new BtfParameter(names.At(field), Reference(field + 4)));
                break;
            case BtfFunction function:
                function.Prototype = Reference<BtfFunctionPrototype>(record.SizeField, "a FUNC_PROTO");
                break;
            case BtfVariable variable:
                variable.Type = Reference(record.SizeField);
                break;
            case BtfDataSection section:
                section.Variables = Elements(record, SectionVariable);
                break;
            case BtfDeclarationTag tag:
                tag.Target = Tagged(record.SizeField);
                break;
        }
    }

    string Name(BtfRecord record) => names.At(record.Offset);

    int Size(BtfRecord record) => bytes.Int31(record.SizeField, "a size");

    int SizeOf(BtfRecord record, string expected, params ReadOnlySpan<uint> sizes)
    {
        var size = bytes.UInt32(record.SizeField);
        return sizes.Contains(size) ? (int)size : throw bytes.Fail(record.SizeField, $"a size of {size}", expected);
    }

    BtfLinkage Linkage(int field, uint value) => value <= (uint)BtfLinkage.Extern
        ? (BtfLinkage)value
        : throw bytes.Fail(field, $"linkage {value}", "0 (static), 1 (global) or 2 (extern)");

    BtfInteger Integer(BtfRecord record)
    {
        var size = Size(record);
        var details = bytes.UInt32(record.Details);
        var (encoding, offset, bits) = (details >> 24, (int)(details >> 16 & 0xff), (int)(details & 0xff));
        if (size is 0 or > 16)
            throw bytes.Fail(record.SizeField, $"an integer of {size} bytes", "1 to 16");
        if (offset + bits > size * 8)
            throw bytes.Fail(record.Details, $"{bits} bits from bit {offset}", $"at most the {size * 8} bits of the integer");
        if (encoding > 7)
            throw bytes.Fail(record.Details, $"encoding 0x{encoding:x}", "signed (1), character (2) or boolean (4)");
        return new()
        {
            Name = Name(record),
            Size = size,
            Bits = bits,
            BitOffset = offset,
            Encoding = (BtfIntegerEncoding)encoding,
        };
    }

    BtfFloat Float(BtfRecord record) =>
        new() { Name = Name(record), Size = SizeOf(record, "2, 4, 8, 12 or 16", 2, 4, 8, 12, 16) };

    BtfFunction Function(BtfRecord record) =>
        new() { Name = Name(record), Linkage = Linkage(record.Offset + 4, (uint)record.Count) };

    BtfVariable Variable(BtfRecord record) =>
        new() { Name = Name(record), Linkage = Linkage(record.Details, bytes.UInt32(record.Details)) };

    BtfQualifier TypeTag(BtfRecord record) =>
        new() { Name = Name(record), Kind = BtfQualifierKind.TypeTag, IsAttribute = record.Flag };

    BtfStruct Struct(BtfRecord record, bool isUnion) =>
        new() { Name = Name(record), IsUnion = isUnion, Size = Size(record), HasBitFieldLayout = record.Flag };

    BtfEnum Enum(BtfRecord record, bool is64)
    {
        var size = SizeOf(record, "1, 2, 4 or 8", 1, 2, 4, 8);
        return new()
        {
            Name = Name(record),
            Size = size,
            IsSigned = record.Flag,
            Is64 = is64,
            Values = Elements(record, field => new BtfEnumValue(names.At(field), EnumValue(field, is64, record.Flag))),
        };
    }

    BtfDeclarationTag DeclarationTag(BtfRecord record)
    {
        var component = (int)bytes.UInt32(record.Details);
        if (component < -1)
            throw bytes.Fail(record.Details, $"component {component}", "a member's or parameter's index, or -1");
        return new() { Name = Name(record), Component = component, IsAttribute = record.Flag };
    }

    // What a pointer, an array, a member … may name: anything but the kinds that declare something.
    BtfType Reference(int field)
    {
        var type = Target(field);
        return type is BtfFunction or BtfVariable or BtfDataSection or BtfDeclarationTag
            ? throw bytes.Fail(field, Describe(type), "a type and not a declaration")
            : type;
    }

    T Reference<T>(int field, string expected)
        where T : BtfType =>
        Target(field) is var type && type is T of ? of : throw bytes.Fail(field, Describe(type), expected);

    BtfType Tagged(int field) => Target(field) is var type && type is BtfStruct or BtfFunction or BtfVariable or BtfTypedef
        ? type
        : throw bytes.Fail(field, Describe(type), "a struct, union, function, variable or typedef");

    BtfType Target(int field)
    {
        var id = bytes.UInt32(field);
        return id < (uint)all.Length ? all[id] : throw bytes.Fail(field, $"type {id}", $"at most {all.Length - 1}, the last one");
    }

    static string Describe(BtfType type) => $"type {type.Id}, a {BtfKindNames.Of(type)}";

    static ImmutableArray<T> Elements<T>(BtfRecord record, Func<int, T> read)
    {
        if (record.Count == 0)
            return [];
        var size = BtfLayout.Of(record.Kind).Element;
        var elements = new T[record.Count];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = read(record.Details + size * i);
        return ImmutableCollectionsMarshal.AsImmutableArray(elements);
    }

    // struct btf_member: with the kind's flag the offset's top byte is the bit field's size.
    BtfMember Member(int field, BtfStruct owner)
    {
        var position = bytes.UInt32(field + 8);
        var (offset, size) = owner.HasBitFieldLayout ? (position & 0xff_ffff, (int)(position >> 24)) : (position, 0);
        if ((long)offset + size > Math.Min(8L * owner.Size, int.MaxValue))
            throw bytes.Fail(field + 8, $"a member at bit {offset}", $"it to lie within the {owner.Size} bytes of '{owner.Name}'");
        return new(names.At(field), Reference(field + 4), (int)offset, size);
    }

    // struct btf_enum, struct btf_enum64: without the kind's flag 32 bits are unsigned.
    long EnumValue(int field, bool is64, bool isSigned)
    {
        var low = bytes.UInt32(field + 4);
        if (is64)
            return (long)(low | (ulong)bytes.UInt32(field + 8) << 32);
        return isSigned ? (int)low : low;
    }

    BtfSectionVariable SectionVariable(int field) => Target(field) is var type && type is BtfVariable or BtfFunction
        ? new(type, bytes.Int31(field + 4, "an offset"), bytes.Int31(field + 8, "a size"))
        : throw bytes.Fail(field, Describe(type), "a variable or an extern function");
}
