namespace Sluice.Click.Classification;

/// <summary>Splits a filter expression into words and signs.</summary>
static class FilterLexer
{
    const string Signs = "()!&|<>=?[]";

    static readonly string[] s_pairs = ["&&", "||", "==", "!=", "<=", ">="];

    public static bool IsSign(char c) => Signs.Contains(c);

    /// <summary>The tokens, an empty one at the end.</summary>
    /// <remarks>A colon belongs to a word (<c>gate:ip</c>) unless it stands alone or within brackets.</remarks>
    public static List<FilterToken> Split(string text)
    {
        var tokens = new List<FilterToken>();
        var brackets = 0;
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            if (IsSign(text[i]))
            {
                i += s_pairs.Any(pair => string.CompareOrdinal(text, i, pair, 0, pair.Length) == 0) ? 2 : 1;
                brackets += text[start] == '[' ? 1 : text[start] == ']' ? -1 : 0;
            }
            else if (brackets > 0 && text[i] == ':')
            {
                i++;
            }
            else
            {
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && !IsSign(text[i]) && !(brackets > 0 && text[i] == ':'))
                    i++;
            }

            tokens.Add(new FilterToken(text[start..i], start));
        }

        tokens.Add(new FilterToken("", text.Length));
        return tokens;
    }
}
