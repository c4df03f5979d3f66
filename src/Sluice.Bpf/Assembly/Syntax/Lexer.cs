using System.Globalization;
using System.Text;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Cuts one line into tokens.</summary>
/// <remarks>Comments begin with <c>;</c>, <c>//</c> or <c>#</c>; a <c>#</c> glued between a name and a number, as in
/// <c>bpf_map_lookup_elem#1</c>, is none.</remarks>
static class Lexer
{
    // Longest first, so that the first that fits is the longest.
    static readonly string[] s_operators =
    [
        ">>=", "<<=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "==", "!=", ">=", "<=",
        "+", "-", "*", "/", "|", "&", "^", "=", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":", "#", "@",
    ];

    public static Token[] Tokenize(string line)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (true)
        {
            while (position < line.Length && char.IsWhiteSpace(line[position]))
                position++;
            if (position == line.Length || IsComment(line, position))
            {
                tokens.Add(new(TokenKind.End, "", position + 1));
                return [.. tokens];
            }

            var token = Next(line, ref position);
            tokens.Add(token);
        }
    }

    static bool IsComment(string line, int position) =>
        line[position] == ';'
        || string.CompareOrdinal(line, position, "//", 0, 2) == 0
        || (line[position] == '#' && !(position > 0 && IsWordPart(line[position - 1])
            && position + 1 < line.Length && (char.IsAsciiDigit(line[position + 1]) || line[position + 1] == '-')));

    static Token Next(string line, ref int position)
    {
        var start = position;
        var first = line[position];
        if (char.IsAsciiDigit(first))
            return Number(line, ref position);
        if (first == '"')
            return Quoted(line, ref position);
        if (IsWordStart(first))
        {
            while (position < line.Length && IsWordPart(line[position]))
                position++;
            return new(TokenKind.Word, line[start..position], start + 1);
        }

        foreach (var text in s_operators)
        {
            if (string.CompareOrdinal(line, position, text, 0, text.Length) == 0)
            {
                position += text.Length;
                return new(TokenKind.Punctuation, text, start + 1);
            }
        }

        position++;
        return new(TokenKind.Unknown, line[start..position], start + 1);
    }

    static Token Number(string line, ref int position)
    {
        var start = position;
        while (position < line.Length && (char.IsAsciiLetterOrDigit(line[position]) || line[position] == '_'))
            position++;
        var text = line[start..position];
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture, out var value)
            ? new(TokenKind.Number, text, start + 1, value)
            : new(TokenKind.Unknown, text, start + 1);
    }

    static Token Quoted(string line, ref int position)
    {
        var start = position++;
        var text = new StringBuilder();
        while (position < line.Length && line[position] != '"')
        {
            if (line[position] == '\\' && position + 1 < line.Length)
                position++;
            text.Append(line[position++]);
        }

        if (position == line.Length)
            return new(TokenKind.Unknown, line[start..], start + 1);
        position++;
        return new(TokenKind.String, text.ToString(), start + 1);
    }

    static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c is '_' or '.' or '$';

    static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '$';
}
