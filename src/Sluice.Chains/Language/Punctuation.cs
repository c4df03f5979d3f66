namespace Sluice.Chains.Language;

/// <summary>Operators, brackets and separators.</summary>
static class Punctuation
{
    // The longest first.
    static readonly string[] s_known =
    [
        "<<=", ">>=", "==", "!=", "<=", ">=", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
        "(", ")", "[", "]", "{", "}", ":", ";", ",", ".", "=", "<", ">", "+", "-", "*", "/", "%", "~", "&", "|", "^",
    ];

    static readonly (string Text, string Help)[] s_foreign =
    [
        ("&&", "write `and`"),
        ("||", "write `or`"),
        ("!=", ""), // Ours; it stands here so that it is not taken for `!`.
        ("!", "write `not`"),
        ("**", "there is no power operator; multiply, or shift with `<<`"),
        ("//=", "`/=` divides whole numbers"),
        ("//", "`/` divides whole numbers; a comment starts with `#`"),
        ("++", "write `+= 1`"),
        ("--", "write `-= 1`, or put a space between two minus signs"),
        ("->", "a chain's result needs no type; leave it out"),
        (":=", "write `=`"),
        ("?", "there is no conditional expression; use `if`"),
    ];

    /// <summary>What stands at a position, or null.</summary>
    public static string? At(string text, int position) => Array.Find(s_known, known => StartsWith(text, position, known));

    /// <summary>An operator of C or Python that stands at a position, and what to write instead.</summary>
    public static (string Text, string Help)? ForeignAt(string text, int position)
    {
        var found = Array.FindIndex(s_foreign, foreign => StartsWith(text, position, foreign.Text));
        return found < 0 || s_foreign[found].Help.Length == 0 ? null : s_foreign[found];
    }

    static bool StartsWith(string text, int position, string known) =>
        string.CompareOrdinal(text, position, known, 0, known.Length) == 0;
}
