using System.Globalization;
using Sluice.Bpf.Btf;

namespace Sluice.Verifier.Attestations;

/// <summary>What proofs take out of an object's types, in words: the same for types that mean the same to the verifier.</summary>
static class TypeSignature
{
    // The kernel's own structs in values of maps (kernel/bpf/btf.c, btf_get_field_type) begin so.
    const string KernelPrefix = "bpf_";

    /// <summary>The fields of a map's value that only helpers and kernel functions may touch, a line each: locks, timers, lists,
    /// trees, kernel pointers, with their places.</summary>
    /// <param name="value">The type of the values, or null.</param>
    /// <param name="types">The types it is of, for tags on members, or null.</param>
    public static string OfFields(BtfType? value, BtfTypes? types)
    {
        var lines = new List<string>();
        AddFields(value, 0, types, lines);
        return string.Join('\n', lines);
    }

    /// <summary>A function's parameters and its result: kinds, sizes, names and tags.</summary>
    public static string OfFunction(BtfFunction function, BtfTypes types)
    {
        if (function.Prototype is not BtfFunctionPrototype prototype)
            return "?";
        var parameters = prototype.Parameters.Select((parameter, index) => $"{Of(parameter.Type)} {parameter.Name}{TagsOf(types, function, index)}");
        return $"{Of(prototype.Return)} ({string.Join(", ", parameters)}){TagsOf(types, function, -1)}";
    }

    static void AddFields(BtfType? type, int at, BtfTypes? types, List<string> lines)
    {
        switch (type?.Resolve())
        {
            case BtfArray array:
                var size = array.Element.SizeOf();
                var before = lines.Count;
                for (var index = 0; index < array.Count && (index == 0 || lines.Count > before); index++)
                    AddFields(array.Element, at + index * size, types, lines);
                break;
            case BtfStruct structure:
                foreach (var (member, index) in structure.Members.Select((member, index) => (member, index)))
                    AddField(structure, member, index, at + member.Offset, types, lines);
                break;
            case BtfPointer { Target: BtfQualifier { Kind: BtfQualifierKind.TypeTag } } pointer:
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at} {Of(pointer)}"));
                break;
        }
    }

    static void AddField(BtfStruct owner, BtfMember member, int index, int at, BtfTypes? types, List<string> lines)
    {
        if (member.Type.Resolve() is BtfStruct inner && inner.Name.StartsWith(KernelPrefix, StringComparison.Ordinal))
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at} {inner.Name} {inner.Size}{(types is null ? "" : TagsOf(types, owner, index))}"));
        else
            AddFields(member.Type, at, types, lines);
    }

    // A type as seen through its pointers: what is at their end is told by its kind, name and size.
    static string Of(BtfType type) => type switch
    {
        BtfPointer pointer => $"{Of(pointer.Target)} *",
        BtfQualifier { Kind: BtfQualifierKind.TypeTag } tag => $"{Of(tag.Target)} tag({tag.Name})",
        BtfQualifier qualifier => $"{Of(qualifier.Target)} {qualifier.Kind}",
        BtfTypedef typedef => $"{typedef.Name}={Of(typedef.Target)}",
        BtfVoid or BtfForward or BtfFunctionPrototype => $"{type.GetType().Name} {type.Name}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{type.GetType().Name} {type.Name} {type.SizeOf()}"),
    };

    static string TagsOf(BtfTypes types, BtfType target, int component)
    {
        var tags = types.All.OfType<BtfDeclarationTag>().Where(tag => tag.Target == target && tag.Component == component).Select(tag => tag.Name);
        return string.Concat(tags.Order(StringComparer.Ordinal).Select(tag => $" [{tag}]"));
    }
}
