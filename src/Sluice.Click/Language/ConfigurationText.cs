using System.Text;

namespace Sluice.Click.Language;

/// <summary>Finds its way through the text between the parentheses behind a class, where quotes, comments and parentheses have a
/// meaning and everything else is the element's own affair.</summary>
public static class ConfigurationText
{
    /// <summary>Where the parenthesis stands that closes the one before <paramref name="start"/>; the end of the text where none does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Behind the parenthesis that opens.</param>
    /// <param name="unterminated">Where a quote begins that is not closed, if one swallowed the rest.</param>
    internal static int FindClose(string text, int start, out int? unterminated)
    {
        unterminated = null;
        var depth = 0;
        for (var at = start; at < text.Length;)
        {
            if (SkipOpaque(text, at, out var isOpen) is var end && end > at)
            {
                if (isOpen && text[at] is '"' or '\'')
                    unterminated = at;
                at = end;
                continue;
            }

            if (text[at] == '(')
                depth++;
            else if (text[at] == ')' && depth-- == 0)
                return at;
            at++;
        }

        return text.Length;
    }

    /// <summary>Behind the comment that starts at <paramref name="at"/>, or there.</summary>
    internal static int SkipComment(string text, int at, out bool isOpen)
    {
        isOpen = false;
        if (text[at] != '/' || at + 1 >= text.Length)
            return at;
        if (text[at + 1] == '/')
        {
            var line = text.AsSpan(at).IndexOfAny('\n', '\r');
            return line < 0 ? text.Length : at + line;
        }

        if (text[at + 1] != '*')
            return at;
        var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
        isOpen = end < 0;
        return isOpen ? text.Length : end + 2;
    }

    /// <summary>Replaces the variables of a text: <c>$x</c>, <c>${x}</c> and <c>${x-default}</c>, but not within single quotes or
    /// comments.</summary>
    /// <remarks>A variable that has no value stays as it is, for elements that have variables of their own. A value within double quotes
    /// is escaped, so that it ends up as it is. click(5), "Configuration parameters".</remarks>
    /// <param name="text">The text.</param>
    /// <param name="valueOf">The value of a variable; null where it has none.</param>
    /// <param name="call">The value of <c>$(…)</c>, given what stands there, expanded; null where that means nothing. With it there are
    /// variables of one mark as well: <c>$?</c>, <c>$#</c>, <c>$$</c>.</param>
    public static string Expand(string text, Func<string, string?> valueOf, Func<string, string>? call = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(valueOf);
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        StringBuilder expanded = new();
        var isQuoted = false;
        for (var at = 0; at < text.Length;)
        {
            var letter = text[at];
            if (!isQuoted && letter != '"' && SkipOpaque(text, at, out _) is var end && end > at)
            {
                expanded.Append(text, at, end - at);
                at = end;
            }
            else if (isQuoted && letter == '\\' && at + 1 < text.Length)
            {
                expanded.Append(text, at, 2);
                at += 2;
            }
            else if (call is not null && letter == '$' && at + 1 < text.Length && text[at + 1] == '(')
            {
                var close = FindClose(text, at + 2, out _);
                var value = call(Expand(text[(at + 2)..close], valueOf, call));
                expanded.Append(isQuoted ? Escape(value) : value);
                at = Math.Min(close + 1, text.Length);
            }
            else if (call is not null && letter == '$' && at + 1 < text.Length && text[at + 1] is '?' or '#' or '$')
            {
                expanded.Append(valueOf(text.Substring(at + 1, 1)));
                at += 2;
            }
            else if (letter == '$' && ReadVariable(text, at, out var name, out var fallback) is var behind && behind > at)
            {
                var value = valueOf(name) ?? (fallback is null ? null : Expand(fallback, valueOf, call));
                expanded.Append(value is null ? text[at..behind] : isQuoted ? Escape(value) : value);
                at = behind;
            }
            else
            {
                isQuoted ^= letter == '"';
                expanded.Append(letter);
                at++;
            }
        }

        return expanded.ToString();
    }

    /// <summary>The arguments of a text, trimmed, without comments; an empty one at the end does not count.</summary>
    internal static List<string> SplitArguments(string text)
    {
        var arguments = Arguments.ArgumentText.SplitArguments(text);
        if (arguments is [.., ""])
            arguments.RemoveAt(arguments.Count - 1);
        return arguments;
    }

    // Behind the comment, the quoted text or the bytes in hexadecimal that start there, or there.
    static int SkipOpaque(string text, int at, out bool isOpen)
    {
        isOpen = false;
        switch (text[at])
        {
            case '/':
                return SkipComment(text, at, out isOpen);
            case '\'':
                return Behind(text.IndexOf('\'', at + 1), text, out isOpen);
            case '"':
                var end = at + 1;
                while (end < text.Length && text[end] != '"')
                    end += text[end] == '\\' ? 2 : 1;
                return Behind(end < text.Length ? end : -1, text, out isOpen);
            case '\\' when at + 1 < text.Length && text[at + 1] == '<':
                return Behind(FindEndOfBytes(text, at + 2), text, out isOpen);
            default:
                return at;
        }
    }

    /// <summary>The <c>&gt;</c> that ends bytes in hexadecimal, which may have comments among them; -1 where there is none.</summary>
    internal static int FindEndOfBytes(string text, int at)
    {
        while (at < text.Length && text[at] != '>')
            at = SkipComment(text, at, out _) is var behind && behind > at ? behind : at + 1;
        return at < text.Length ? at : -1;
    }

    static int Behind(int last, string text, out bool isOpen)
    {
        isOpen = last < 0;
        return isOpen ? text.Length : last + 1;
    }

    // Behind the variable at a dollar sign, or there.
    static int ReadVariable(string text, int dollar, out string name, out string? fallback)
    {
        fallback = null;
        var braced = dollar + 1 < text.Length && text[dollar + 1] == '{';
        var start = dollar + (braced ? 2 : 1);
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        name = text[start..end];
        if (!braced)
            return name.Length == 0 ? dollar : end;
        var close = CloseBrace(text, end);
        if (close < 0 || name.Length == 0 || (close > end && text[end] != '-'))
            return dollar;
        if (close > end)
            fallback = text[(end + 1)..close];
        return close + 1;
    }

    static int CloseBrace(string text, int at)
    {
        for (var depth = 0; at < text.Length; at++)
        {
            if (text[at] == '{')
                depth++;
            else if (text[at] == '}' && depth-- == 0)
                return at;
        }

        return -1;
    }

    static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
