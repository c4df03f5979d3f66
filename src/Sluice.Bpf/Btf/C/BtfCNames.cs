using System.Collections.Frozen;
using System.Text;

namespace Sluice.Bpf.Btf.C;

/// <summary>Names that C accepts: identifiers, no keywords, and each for one thing only.</summary>
/// <remarks>C keeps tags apart from ordinary names (typedefs, enumerators). A second of a name gets <c>___2</c> behind it,
/// which CO-RE reads as a flavour of the same type.</remarks>
sealed class BtfCNames
{
    static readonly FrozenSet<string> s_keywords = FrozenSet.Create(
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float",
        "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static",
        "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "asm", "typeof");

    readonly Dictionary<string, int> _tags = [];

    // Compilers know this one already, and not as every target has it.
    readonly Dictionary<string, int> _ordinary = new() { ["__builtin_va_list"] = 1 };
    readonly Dictionary<BtfType, string> _assigned = new(ReferenceEqualityComparer.Instance);

    /// <summary>The name of a struct, union, enum or typedef, the same at every call.</summary>
    public string Of(BtfType type)
    {
        if (_assigned.TryGetValue(type, out var name))
            return name;
        name = Unique(type is BtfTypedef ? _ordinary : _tags, type.Name);
        _assigned[type] = name;
        return name;
    }

    /// <summary>Lets a declaration and the definition that it announces have one name.</summary>
    public void Share(BtfForward declaration, BtfType definition) => _assigned[declaration] = Of(definition);

    /// <summary>A name for an enumerator; another one at every call.</summary>
    public string Enumerator(string name) => Unique(_ordinary, name);

    /// <summary>A name as C accepts it, for members and parameters.</summary>
    public static string Identifier(string name)
    {
        if (s_keywords.Contains(name))
            return name + "_";
        if (name.All(IsPart) && (name.Length == 0 || !char.IsAsciiDigit(name[0])))
            return name;
        var text = new StringBuilder(name.Length + 1);
        if (char.IsAsciiDigit(name[0]))
            text.Append('_');
        foreach (var character in name)
            text.Append(IsPart(character) ? character : '_');
        return text.ToString();
    }

    static bool IsPart(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '$';

    static string Unique(Dictionary<string, int> used, string name)
    {
        name = Identifier(name);
        var count = used.GetValueOrDefault(name) + 1;
        used[name] = count;
        return count == 1 ? name : Unique(used, $"{name}___{count}");
    }
}
