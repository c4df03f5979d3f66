using System.Globalization;

namespace Sluice.Chains.Code.Text;

/// <summary>The words of one line of intermediate code, read from left to right.</summary>
sealed class ChainTokens
{
    readonly List<(int Column, string Text)> _words = [];
    readonly int _line;
    int _next;

    public ChainTokens(string text, int line)
    {
        _line = line;
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            if (text[at] == '#')
                break;
            var end = End(text, at);
            _words.Add((at + 1, text[at..end]));
            at = end;
        }
    }

    public bool IsAtEnd => _next == _words.Count;

    public string Peek => IsAtEnd ? "" : _words[_next].Text;

    public string PeekSecond => _next + 1 < _words.Count ? _words[_next + 1].Text : "";

    public string Next() => IsAtEnd ? throw Error("a word") : _words[_next++].Text;

    public bool TryTake(string word)
    {
        if (Peek != word)
            return false;
        _next++;
        return true;
    }

    public void Expect(string word)
    {
        if (!TryTake(word))
            throw Error($"'{word}'");
    }

    public void ExpectEnd()
    {
        if (!IsAtEnd)
            throw Error("the end of the line");
    }

    public int Number()
    {
        var value = Long();
        return value is >= int.MinValue and <= uint.MaxValue ? (int)value : throw Error("a number of 32 bits");
    }

    public long Long()
    {
        var isNegative = TryTake("-");
        var word = Peek;
        var isHex = word.StartsWith("0x", StringComparison.Ordinal);
        if (!ulong.TryParse(isHex ? word.AsSpan(2) : word, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw Error("a number");
        _next++;
        return isNegative ? -(long)value : (long)value;
    }

    public string Name() => IsName(Peek) ? Next() : throw Error("a name");

    public string Text()
    {
        var word = Peek;
        return word.Length >= 2 && word[0] == '"' && word[^1] == '"' ? Next()[1..^1] : throw Error("text in quotes");
    }

    public FormatException Error(string expected)
    {
        var (column, found) = IsAtEnd ? (_words.Count == 0 ? 1 : _words[^1].Column + _words[^1].Text.Length, "the end of the line") : (_words[_next].Column, $"'{Peek}'");
        return new($"line {_line}, column {column}: found {found}, expected {expected}");
    }

    static bool IsName(string word) => word.Length > 0 && (char.IsLetter(word[0]) || word[0] == '_');

    static int End(string text, int at)
    {
        var end = at;
        if (text[at] == '"')
        {
            end = text.IndexOf('"', at + 1);
            return end < 0 ? text.Length : end + 1;
        }

        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.'))
            end++;
        // The signed operators begin with a letter: s<, s>=, s/, s%, s>>.
        if (end > at && !(end == at + 1 && text[at] == 's' && end < text.Length && "</>%".Contains(text[end])))
            return end;
        // Operators stick together; brackets and commas stand alone.
        while (end < text.Length && "+*/%&|^<>=!~".Contains(text[end]))
            end++;
        return end > at ? end : at + 1;
    }
}
