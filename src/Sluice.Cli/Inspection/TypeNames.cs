using Sluice.Bpf.Btf;

namespace Sluice.Cli.Inspection;

/// <summary>How C would name a type, in a word or two.</summary>
static class TypeNames
{
    /// <summary>The name: <c>struct flow</c>, <c>__u32</c>, <c>char[16]</c>, <c>struct task_struct *</c>.</summary>
    public static string Of(BtfType type) => type switch
    {
        BtfVoid => "void",
        BtfPointer pointer => $"{Of(pointer.Target)} *",
        BtfArray array => $"{Of(array.Element)}[{array.Count}]",
        BtfStruct { IsUnion: true } or BtfForward { IsUnion: true } => Tagged("union", type.Name),
        BtfStruct or BtfForward => Tagged("struct", type.Name),
        BtfEnum => Tagged("enum", type.Name),
        BtfQualifier { Kind: BtfQualifierKind.TypeTag } qualifier => Of(qualifier.Target),
        BtfQualifier qualifier => $"{qualifier.Kind.ToString().ToLowerInvariant()} {Of(qualifier.Target)}",
        BtfFunctionPrototype prototype => $"{Of(prototype.Return)} ({string.Join(", ", prototype.Parameters.Select(p => Of(p.Type)))})",
        _ => type.Name,
    };

    static string Tagged(string keyword, string tag) => tag.Length == 0 ? keyword : $"{keyword} {tag}";
}
