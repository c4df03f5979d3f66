using System.Globalization;
using System.Text;

namespace Sluice.Bpf.Btf.C;

/// <summary>Writes declarations and definitions.</summary>
sealed class BtfCWriter(BtfCNames names)
{
    // Enumerators are global in C: the body of an anonymous enum can stand in one place only.
    readonly HashSet<BtfEnum> _writtenEnums = [];

    /// <summary>A declaration of <paramref name="name"/>.</summary>
    public string Declare(BtfType type, string name) => type switch
    {
        BtfFunction function => Declare(function.Prototype, BtfCNames.Identifier(function.Name), "", 0),
        BtfVariable variable => $"extern {Declare(variable.Type, BtfCNames.Identifier(variable.Name), "", 0)}",
        _ => Declare(type, name, "", 0),
    };

    /// <summary>A definition.</summary>
    public string Define(BtfType type) => type switch
    {
        BtfStruct @struct => $"{Head(@struct)}{Body(@struct, 0)};",
        BtfEnum @enum => $"{Head(@enum)}{Body(@enum, 0)};",
        BtfTypedef typedef => $"typedef {Declare(typedef.Target, names.Of(typedef), "", 0)};",
        _ => $"{Declare(type, "")};",
    };

    /// <summary>Has the body of this anonymous enum been written?</summary>
    public bool HasWritten(BtfEnum type) => _writtenEnums.Contains(type);

    // Inside out: 'inner' is what has been declared so far, 'qualifiers' what stands before the type to come.
    string Declare(BtfType type, string inner, string qualifiers, int indent)
    {
        switch (type)
        {
            case BtfQualifier qualifier:
                return Declare(qualifier.Target, inner, Join(qualifiers, Qualifier(qualifier)), indent);
            case BtfPointer pointer:
                var declarator = $"*{Join(qualifiers, inner)}";
                return Declare(pointer.Target, pointer.Target.WithoutQualifiers() is BtfArray or BtfFunctionPrototype
                    ? $"({declarator})"
                    : declarator, "", indent);
            case BtfArray array:
                return Declare(array.Element, $"{inner}[{array.Length}]", qualifiers, indent);
            case BtfFunctionPrototype prototype:
                return Declare(prototype.Return, $"{inner}({Parameters(prototype, indent)})", "", indent);
            default:
                // Words stand before the type by habit; an attribute there would be the declaration's and not the type's.
                var specifier = Specifier(type, indent);
                return Join(qualifiers.Contains("__attribute__") ? Join(specifier, qualifiers) : Join(qualifiers, specifier), inner);
        }
    }

    static string Join(string left, string right) => left.Length == 0 ? right : right.Length == 0 ? left : $"{left} {right}";

    static string Qualifier(BtfQualifier qualifier) => qualifier.Kind switch
    {
        BtfQualifierKind.Const => "const",
        BtfQualifierKind.Volatile => "volatile",
        // C allows it on pointers only.
        BtfQualifierKind.Restrict => qualifier.Target.WithoutQualifiers() is BtfPointer ? "restrict" : "",
        _ when qualifier.IsAttribute => $"__attribute__(({qualifier.Name}))",
        _ => $"__attribute__((btf_type_tag(\"{qualifier.Name.Replace("\\", "\\\\").Replace("\"", "\\\"")}\")))",
    };

    string Parameters(BtfFunctionPrototype prototype, int indent)
    {
        if (prototype.Parameters.IsEmpty)
            return "void";
        return string.Join(", ", prototype.Parameters.Select((parameter, index) =>
            parameter.Type is BtfVoid && parameter.Name.Length == 0 && index == prototype.Parameters.Length - 1
                ? "..."
                : Declare(parameter.Type, BtfCNames.Identifier(parameter.Name), "", indent)));
    }

    string Specifier(BtfType type, int indent) => type switch
    {
        BtfVoid => "void",
        BtfTypedef => names.Of(type),
        BtfForward forward => $"{(forward.IsUnion ? "union" : "struct")} {names.Of(type)}",
        BtfStruct @struct when type.Name.Length > 0 => Head(@struct),
        BtfStruct @struct => Head(@struct) + Body(@struct, indent),
        BtfEnum @enum when type.Name.Length > 0 => Head(@enum),
        BtfEnum @enum when _writtenEnums.Contains(@enum) => IntegerLike(@enum),
        BtfEnum @enum => Head(@enum) + Body(@enum, indent),
        BtfInteger { Name: "__ARRAY_SIZE_TYPE__" } => "unsigned int",
        _ => type.Name,
    };

    string Head(BtfStruct type) => Join(type.IsUnion ? "union" : "struct", type.Name.Length > 0 ? names.Of(type) : "");

    string Head(BtfEnum type) => Join("enum", type.Name.Length > 0 ? names.Of(type) : "");

    static string IntegerLike(BtfEnum type) =>
        (type.IsSigned ? "signed " : "unsigned ") + type.Size switch { 1 => "char", 2 => "short", 4 => "int", _ => "long long" };

    string Body(BtfEnum type, int indent)
    {
        _writtenEnums.Add(type);
        var text = new StringBuilder(" {\n");
        foreach (var value in type.Values)
        {
            text.Append('\t', indent + 1).Append(names.Enumerator(value.Name))
                .Append(" = ").Append(Constant(type, value.Value)).Append(",\n");
        }

        // C has no enum without enumerators; BTF has, for those that are only declared.
        if (type.Values.IsEmpty)
            text.Append('\t', indent + 1).Append(names.Enumerator($"{type.Name}___none")).Append(",\n");
        return text.Append('\t', indent).Append('}').Append(Mode(type)).ToString();
    }

    // An enum has an int's size; GNU C's machine modes are the way to another.
    static string Mode(BtfEnum type) => type.Size switch
    {
        1 => " __attribute__((mode(QI)))",
        2 => " __attribute__((mode(HI)))",
        8 => " __attribute__((mode(DI)))",
        _ => "",
    };

    static string Constant(BtfEnum type, long value) => (type.IsSigned, type.Size) switch
    {
        (true, 8) when value == long.MinValue => $"{long.MinValue + 1}LL - 1",
        (true, 8) => $"{value.ToString(CultureInfo.InvariantCulture)}LL",
        (true, _) => value.ToString(CultureInfo.InvariantCulture),
        (false, 8) => $"{(ulong)value}ULL",
        _ => ((ulong)value).ToString(CultureInfo.InvariantCulture),
    };

    string Body(BtfStruct type, int indent)
    {
        if (type.Members.IsEmpty && type.Size == 0)
            return " {}";
        var text = new StringBuilder(" {\n");
        var layout = new BtfCLayout(type);
        foreach (var member in type.Members)
        {
            Gap(text, layout.GapBefore(member), indent + 1);
            text.Append('\t', indent + 1).Append(Declare(member.Type, BtfCNames.Identifier(member.Name), "", indent + 1));
            if (BtfCLayout.Width(member) is > 0 and var width)
                text.Append(" : ").Append(width);
            text.Append(";\n");
            layout.Place(member);
        }

        if (type.IsUnion && layout.SizeIsLarger)
            text.Append('\t', indent + 1).Append("char ___size[").Append(type.Size).Append("];\n");
        else
            Gap(text, layout.GapAtEnd, indent + 1);
        text.Append('\t', indent).Append('}');
        return text.Append(layout.IsPacked ? " __attribute__((packed))" : "").ToString();
    }

    // Unnamed bit fields take room and no alignment, and each stays within one 8-byte unit.
    static void Gap(StringBuilder text, (long Start, long End) gap, int indent)
    {
        for (var at = gap.Start; at < gap.End;)
        {
            // Whole units in one line: a reserved area may have thousands.
            if (at % 64 == 0 && gap.End - at > 4 * 64)
            {
                var bytes = (gap.End - at) / 8;
                text.Append('\t', indent).Append("char ___gap_").Append(at / 8).Append('[').Append(bytes).Append("];\n");
                at += bytes * 8;
                continue;
            }

            var bits = Math.Min(gap.End - at, 64 - at % 64);
            text.Append('\t', indent).Append("long long : ").Append(bits).Append(";\n");
            at += bits;
        }
    }
}
