using System.Collections.Frozen;

namespace Sluice.Bpf.Btf;

/// <summary>What messages and listings call the kinds of types.</summary>
static class BtfKindNames
{
    static readonly FrozenDictionary<Type, string> s_names = new Dictionary<Type, string>
    {
        [typeof(BtfVoid)] = "void",
        [typeof(BtfInteger)] = "integer",
        [typeof(BtfPointer)] = "pointer",
        [typeof(BtfArray)] = "array",
        [typeof(BtfStruct)] = "struct",
        [typeof(BtfEnum)] = "enum",
        [typeof(BtfForward)] = "forward declaration",
        [typeof(BtfTypedef)] = "typedef",
        [typeof(BtfQualifier)] = "qualifier",
        [typeof(BtfFunction)] = "function",
        [typeof(BtfFunctionPrototype)] = "function prototype",
        [typeof(BtfVariable)] = "variable",
        [typeof(BtfDataSection)] = "data section",
        [typeof(BtfFloat)] = "floating-point number",
        [typeof(BtfDeclarationTag)] = "declaration tag",
    }.ToFrozenDictionary();

    /// <summary>The kind of <paramref name="type"/>, in words.</summary>
    public static string Of(BtfType type) => type is BtfStruct { IsUnion: true } ? "union" : s_names[type.GetType()];
}
