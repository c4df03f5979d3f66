using System.Collections.Frozen;

namespace Sluice.Chains.Language;

/// <summary>The words that mean something.</summary>
static class Keywords
{
    /// <summary>Words that are never names.</summary>
    public static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "def", "if", "elif", "else", "while", "for", "from", "import", "pass", "return", "and", "or", "not",
    ]);

    /// <summary>Words that start a statement; no expression has them, so that one at the start of a line ends a bracket
    /// somebody forgot to close.</summary>
    public static readonly FrozenSet<string> Statements = FrozenSet.ToFrozenSet(
    [
        "def", "if", "elif", "else", "while", "for", "from", "import", "pass", "return",
    ]);

    /// <summary>The booleans, as published and as Python writes them.</summary>
    public static readonly FrozenDictionary<string, bool> Booleans = new Dictionary<string, bool>
    {
        ["true"] = true,
        ["false"] = false,
        ["True"] = true,
        ["False"] = false,
    }.ToFrozenDictionary();
}
