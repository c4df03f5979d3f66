using Sluice.Bpf.Btf;

namespace Sluice.Cli.Types;

/// <summary>A type as <c>bpftool btf dump</c> describes it: the facts of its record, not looked through.</summary>
/// <param name="Type">The type.</param>
/// <param name="Kind">BTF's name of its kind.</param>
/// <param name="Fields">The facts.</param>
/// <param name="PartsName">What JSON calls its parts; empty for kinds that have none.</param>
/// <param name="Parts">Its members, constants, parameters or variables.</param>
sealed record BtfEntry(BtfType Type, string Kind, BtfField[] Fields, string PartsName = "", BtfPart[]? Parts = null)
{
    const string Anonymous = "(anon)";

    static readonly string[] s_linkages = ["static", "global", "extern"];

    static readonly Dictionary<Type, Func<BtfType, BtfEntry>> s_byType = new()
    {
        [typeof(BtfVoid)] = type => new(type, "VOID", []),
        [typeof(BtfInteger)] = type => OfInteger((BtfInteger)type),
        [typeof(BtfPointer)] = type => new(type, "PTR", [Ref(((BtfPointer)type).Target)]),
        [typeof(BtfArray)] = type => OfArray((BtfArray)type),
        [typeof(BtfStruct)] = type => OfStruct((BtfStruct)type),
        [typeof(BtfEnum)] = type => OfEnum((BtfEnum)type),
        [typeof(BtfForward)] = type => new(type, "FWD", [new("fwd_kind", ((BtfForward)type).IsUnion ? "union" : "struct")]),
        [typeof(BtfTypedef)] = type => new(type, "TYPEDEF", [Ref(((BtfTypedef)type).Target)]),
        [typeof(BtfQualifier)] = type => OfQualifier((BtfQualifier)type),
        [typeof(BtfFunction)] = type => OfFunction((BtfFunction)type),
        [typeof(BtfFunctionPrototype)] = type => OfPrototype((BtfFunctionPrototype)type),
        [typeof(BtfVariable)] = type => OfVariable((BtfVariable)type),
        [typeof(BtfDataSection)] = type => OfSection((BtfDataSection)type),
        [typeof(BtfFloat)] = type => new(type, "FLOAT", [Number("size", ((BtfFloat)type).Size)]),
        [typeof(BtfDeclarationTag)] = type => OfTag((BtfDeclarationTag)type),
    };

    /// <summary>Its name as shown.</summary>
    public string Name => NameOf(Type.Name);

    /// <summary>Describes a type.</summary>
    public static BtfEntry Of(BtfType type) => s_byType[type.GetType()](type);

    static BtfEntry OfInteger(BtfInteger type) => new(type, "INT",
    [
        Number("size", type.Size),
        Number("bits_offset", type.BitOffset),
        Number("nr_bits", type.Bits),
        new("encoding", type.Encoding switch
        {
            BtfIntegerEncoding.Signed => "SIGNED",
            BtfIntegerEncoding.Character => "CHAR",
            BtfIntegerEncoding.Boolean => "BOOL",
            _ => "(none)",
        }),
    ]);

    static BtfEntry OfArray(BtfArray type) =>
        new(type, "ARRAY", [Ref(type.Element), Ref(type.Index, "index_type_id"), Number("nr_elems", type.Count)]);

    static BtfEntry OfStruct(BtfStruct type) => new(
        type,
        type.IsUnion ? "UNION" : "STRUCT",
        [Number("size", type.Size), Number("vlen", type.Members.Length)],
        "members",
        [.. type.Members.Select(member => new BtfPart(NameOf(member.Name), member.BitSize == 0
            ? [Ref(member.Type), Number("bits_offset", member.BitOffset)]
            : [Ref(member.Type), Number("bits_offset", member.BitOffset), Number("bitfield_size", member.BitSize)]))]);

    static BtfEntry OfEnum(BtfEnum type) => new(
        type,
        type.Is64 ? "ENUM64" : "ENUM",
        [new("encoding", type.IsSigned ? "SIGNED" : "UNSIGNED"), Number("size", type.Size), Number("vlen", type.Values.Length)],
        "values",
        [.. type.Values.Select(value => new BtfPart(value.Name, [new("val", type.IsSigned ? value.Value : (ulong)value.Value)]))]);

    static BtfEntry OfQualifier(BtfQualifier type) => new(type, type.Kind switch
    {
        BtfQualifierKind.Const => "CONST",
        BtfQualifierKind.Volatile => "VOLATILE",
        BtfQualifierKind.Restrict => "RESTRICT",
        _ => "TYPE_TAG",
    }, [Ref(type.Target)]);

    static BtfEntry OfFunction(BtfFunction type) => new(type, "FUNC", [Ref(type.Prototype), Linkage(type.Linkage)]);

    static BtfEntry OfPrototype(BtfFunctionPrototype type) => new(
        type,
        "FUNC_PROTO",
        [Ref(type.Return, "ret_type_id"), Number("vlen", type.Parameters.Length)],
        "params",
        [.. type.Parameters.Select(parameter => new BtfPart(NameOf(parameter.Name), [Ref(parameter.Type)]))]);

    static BtfEntry OfVariable(BtfVariable type) => new(type, "VAR", [Ref(type.Type), Linkage(type.Linkage)]);

    static BtfEntry OfSection(BtfDataSection type) => new(
        type,
        "DATASEC",
        [Number("size", type.Size), Number("vlen", type.Variables.Length)],
        "vars",
        [.. type.Variables.Select(variable => new BtfPart(
            null,
            [Ref(variable.Variable), Number("offset", variable.Offset), Number("size", variable.Size)],
            $" ({Of(variable.Variable).Kind} '{variable.Variable.Name}')"))]);

    static BtfEntry OfTag(BtfDeclarationTag type) => new(type, "DECL_TAG", [Ref(type.Target), Number("component_idx", type.Component)]);

    static BtfField Ref(BtfType type, string name = "type_id") => Number(name, type.Id);

    static BtfField Number(string name, long value) => new(name, value);

    static BtfField Linkage(BtfLinkage linkage) => new("linkage", s_linkages[(int)linkage]);

    static string NameOf(string name) => name.Length == 0 ? Anonymous : name;
}
