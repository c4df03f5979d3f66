using System.Buffers;
using System.Globalization;
using System.Text;
using Sluice.Click.Language;

namespace Sluice.Click.Arguments;

/// <summary>The spelling of configuration strings: how they are divided, and what quotes and escapes in them mean.</summary>
/// <remarks>Click's manual, "Configuration strings": commas divide arguments except within quotes and parentheses; comments count as
/// white space; <c>"…"</c> takes backslash escapes, <c>'…'</c> takes none, and <c>\&lt;…&gt;</c> holds bytes in hexadecimal.</remarks>
public static class ArgumentText
{
    static readonly SearchValues<char> s_quoted = SearchValues.Create(" \t\r\n,()\"'\\/$#;");

    /// <summary>Divides a configuration string at its commas. Arguments are trimmed and still quoted; an empty string has none.</summary>
    public static List<string> SplitArguments(string text)
    {
        var arguments = Split(text, static c => c == ',');
        if (arguments.Count == 1 && arguments[0].Length == 0)
            arguments.Clear();
        return arguments;
    }

    /// <summary>Divides an argument at its white space. Words are still quoted; none is empty.</summary>
    public static List<string> SplitWords(string text)
    {
        var words = Split(text, char.IsWhiteSpace);
        _ = words.RemoveAll(static word => word.Length == 0);
        return words;
    }

    /// <summary>The bytes that an argument means: without its quotes, its escapes replaced.</summary>
    public static byte[] Unquote(string text)
    {
        if (text.AsSpan().IndexOfAny("\"'\\") < 0)
            return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(text.Length);
        var quote = '\0';
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c == '\\' && quote != '\'' && at + 1 < text.Length && (quote == '"' || text[at + 1] == '<'))
            {
                at = Escape(text, at + 1, bytes);
                continue;
            }

            if (quote == '\0' ? c is '"' or '\'' : c == quote)
            {
                quote = quote == '\0' ? c : '\0';
                at++;
                continue;
            }

            var length = char.IsSurrogatePair(text, at) ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, length)));
            at += length;
        }

        return [.. bytes];
    }

    /// <summary>The text that an argument means; see <see cref="Unquote"/>.</summary>
    public static string UnquoteText(string text) =>
        text.AsSpan().IndexOfAny("\"'\\") < 0 ? text : Encoding.UTF8.GetString(Unquote(text));

    /// <summary>The text as an argument that means it: quoted where it must be.</summary>
    public static string Quote(string text)
    {
        if (text.Length > 0 && text.AsSpan().IndexOfAny(s_quoted) < 0)
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' or '$' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    static List<string> Split(string text, Func<char, bool> isDivider)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var depth = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = SkipComment(text, at);
            if (end != at)
            {
                _ = part.Append(' ');
                at = end;
                continue;
            }

            end = SkipQuoted(text, at);
            if (end != at)
            {
                _ = part.Append(text, at, end - at);
                at = end;
                continue;
            }

            var c = text[at++];
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            if (depth == 0 && isDivider(c))
            {
                parts.Add(part.ToString().Trim());
                _ = part.Clear();
            }
            else
            {
                _ = part.Append(c);
            }
        }

        parts.Add(part.ToString().Trim());
        return parts;
    }

    /// <summary>Behind the comment that starts at <paramref name="at"/>, or there.</summary>
    static int SkipComment(string text, int at)
    {
        if (text[at] != '/' || at + 1 == text.Length)
            return at;
        var (ending, length) = text[at + 1] switch { '/' => ("\n", 0), '*' => ("*/", 2), _ => ("", 0) };
        if (ending.Length == 0)
            return at;
        var end = text.IndexOf(ending, at + 2, StringComparison.Ordinal);
        return end < 0 ? text.Length : end + length;
    }

    /// <summary>Behind the quoted piece that starts at <paramref name="at"/>, or there.</summary>
    static int SkipQuoted(string text, int at)
    {
        switch (text[at])
        {
            case '\'':
                var end = text.IndexOf('\'', at + 1);
                return end < 0 ? text.Length : end + 1;
            case '"':
                for (at++; at < text.Length && text[at] != '"'; at++)
                    at += text[at] == '\\' ? 1 : 0;
                return Math.Min(at + 1, text.Length);
            case '\\' when at + 1 < text.Length && text[at + 1] == '<':
                end = ConfigurationText.FindEndOfBytes(text, at + 2);
                return end < 0 ? text.Length : end + 1;
            default:
                return at;
        }
    }

    /// <summary>Reads the escape whose backslash stands before <paramref name="at"/>, and says where it ends.</summary>
    static int Escape(string text, int at, List<byte> bytes)
    {
        var c = text[at];
        const string Letters = "abfnrtv", Meanings = "\a\b\f\n\r\t\v";
        if (Letters.IndexOf(c) is var letter and >= 0)
        {
            bytes.Add((byte)Meanings[letter]);
            return at + 1;
        }

        if (c == '<')
            return HexBytes(text, at + 1, bytes);
        if (c == 'x')
            return Digits(text, at + 1, 2, 16, bytes);
        if (c is >= '0' and <= '7')
            return Digits(text, at, 3, 8, bytes);
        if (c != '\n')
            bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, 1)));
        return at + 1;
    }

    static int Digits(string text, int at, int most, int radix, List<byte> bytes)
    {
        var value = 0;
        for (var end = Math.Min(text.Length, at + most); at < end && char.IsAsciiHexDigit(text[at]) && HexValue(text[at]) < radix; at++)
            value = value * radix + HexValue(text[at]);
        bytes.Add((byte)value);
        return at;
    }

    static int HexBytes(string text, int at, List<byte> bytes)
    {
        var high = -1;
        for (; at < text.Length && text[at] != '>'; at++)
        {
            // Comments may say what the bytes are.
            for (var behind = SkipComment(text, at); behind != at; behind = at < text.Length ? SkipComment(text, at) : at)
                at = behind;
            if (at >= text.Length || text[at] == '>')
                break;
            if (!char.IsAsciiHexDigit(text[at]))
                continue;
            var digit = HexValue(text[at]);
            if (high >= 0)
                bytes.Add((byte)(high << 4 | digit));
            high = high < 0 ? digit : -1;
        }

        return Math.Min(at + 1, text.Length);
    }

    static int HexValue(char digit) => int.Parse([digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
