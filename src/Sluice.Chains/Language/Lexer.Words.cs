using System.Globalization;
using System.Text;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Language;

public sealed partial class Lexer
{
    const int IPv4Bits = 32;
    const int IPv6Bits = 128;

    static readonly Dictionary<string, string> s_none = [];

    void ReadWord()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
            _at++;
        var word = _text[start.._at];
        SourceSpan span = new(_source, start, _at);
        if (_definitions.TryGetValue(word, out var value))
            Substitute(word, value, span);
        else if (Keywords.Booleans.TryGetValue(word, out var boolean))
            _tokens.Add(new(TokenKind.Boolean, span, word, boolean ? 1u : 0u));
        else
            _tokens.Add(new(Keywords.Reserved.Contains(word) ? TokenKind.Keyword : TokenKind.Name, span, word));
    }

    void Substitute(string name, string value, SourceSpan span)
    {
        var tokens = Tokenize(new($"-D {name}", value), s_none, _diagnostics).Tokens;
        foreach (var token in tokens)
        {
            if (token.Kind is not (TokenKind.EndOfFile or TokenKind.NewLine or TokenKind.Indent or TokenKind.Dedent))
                _tokens.Add(token with { Span = span });
        }
    }

    void ReadString()
    {
        var start = _at;
        var quote = _text[_at].ToString();
        if (_at + 2 < _text.Length && _text[_at + 1] == quote[0] && _text[_at + 2] == quote[0])
            quote = new string(quote[0], 3);
        _at += quote.Length;
        StringBuilder value = new();
        while (_at < _text.Length && string.CompareOrdinal(_text, _at, quote, 0, quote.Length) != 0)
        {
            if (_text[_at] == '\n' && quote.Length == 1)
                break;
            if (_text[_at] == '\\' && _at + 1 < _text.Length && _text[_at + 1] is 'n' or 't' or '\\' or '\'' or '"')
            {
                value.Append(_text[_at + 1] switch { 'n' => '\n', 't' => '\t', var other => other });
                _at += 2;
            }
            else
            {
                value.Append(_text[_at++]);
            }
        }

        var isClosed = string.CompareOrdinal(_text, _at, quote, 0, quote.Length) == 0 && _at < _text.Length;
        if (isClosed)
            _at += quote.Length;
        SourceSpan span = new(_source, start, _at);
        if (!isClosed)
        {
            _diagnostics.Add(DiagnosticRules.UnterminatedString, new(_source, start, start + quote.Length),
                "the string does not end",
                quote.Length == 1 ? $"expected `{quote}` before the end of the line" : $"expected `{quote}`");
        }

        var text = value.ToString();
        _tokens.Add(new(TokenKind.String, span, _definitions.GetValueOrDefault(text, text)));
        // The string took the line's brackets with it.
        if (!isClosed)
            CloseBrackets(0, isReported: true);
    }

    void ReadAddress(int length)
    {
        var start = _at;
        var text = _text.Substring(_at, length);
        _at += length;
        var isAddress = AddressReader.TryParse(text, out var kind, out var number);
        var prefix = -1;
        if (_at + 1 < _text.Length && _text[_at] == '/' && char.IsAsciiDigit(_text[_at + 1]) && kind != TokenKind.Mac)
        {
            var digits = ++_at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                _at++;
            var bits = kind == TokenKind.IPv6 || text.Contains(':') ? IPv6Bits : IPv4Bits;
            if (!int.TryParse(_text[digits.._at], NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
                || prefix > bits)
            {
                _diagnostics.Add(DiagnosticRules.PrefixTooLong, new(_source, digits, _at),
                    $"a prefix of an {(bits == IPv4Bits ? "IPv4" : "IPv6")} address has at most {bits} bits",
                        $"expected 0 to {bits}");
                prefix = bits;
            }

            if (isAddress)
                number = CheckHostBits(number, prefix, bits, new(_source, start, _at));
        }

        SourceSpan span = new(_source, start, _at);
        if (isAddress)
        {
            _tokens.Add(new(kind, span, span.Text, number, prefix));
            return;
        }

        var (name, example) = text.Contains(':')
            ? ("an IPv6 or MAC address", "2001:db8::1 or 02:00:00:00:00:01") : ("an IPv4 address", "192.0.2.1");
        _diagnostics.Add(DiagnosticRules.MalformedAddress, new(_source, start, start + length),
            $"`{text}` is not {name}", $"expected one such as {example}");
        _tokens.Add(new(text.Contains(':') ? TokenKind.IPv6 : TokenKind.IPv4, span, span.Text, 0, prefix));
    }

    UInt128 CheckHostBits(UInt128 number, int length, int bits, SourceSpan span)
    {
        var host = length == 0 ? UInt128.MaxValue : (UInt128.One << bits - length) - 1;
        var network = number & ~host;
        if (network != number)
        {
            _diagnostics.Add(DiagnosticRules.HostBits, span,
                $"`{span.Text}` has bits set beyond its {length}, which do not count",
                "", $"write `{AddressText.Format(bits == IPv4Bits ? TokenKind.IPv4 : TokenKind.IPv6, network)}/{length}`");
        }

        return network;
    }

    void ReadNumber()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'
            || (_text[_at] == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))))
            _at++;
        SourceSpan span = new(_source, start, _at);
        var text = span.Text;
        if (text.Contains('.') && text.All(letter => char.IsAsciiDigit(letter) || letter == '.'))
        {
            _tokens.Add(new(TokenKind.Float, span, text));
            return;
        }

        var (radix, name, digits) = text.Length < 2 || text[0] != '0' ? (10u, "decimal", text) : text[1] switch
        {
            'x' or 'X' => (16u, "hexadecimal", text[2..]),
            'b' or 'B' => (2u, "binary", text[2..]),
            'o' or 'O' => (8u, "octal", text[2..]),
            _ => (10u, "decimal", text),
        };
        var value = UInt128.Zero;
        var isValid = digits.Length > 0 && digits[^1] != '_' && !digits.Contains("__", StringComparison.Ordinal);
        foreach (var letter in digits.Where(letter => letter != '_'))
        {
            var digit = char.IsAsciiHexDigit(letter) ? (uint)Convert.ToInt32(letter.ToString(), 16) : uint.MaxValue;
            isValid &= digit < radix;
            value = value > ulong.MaxValue ? value : value * radix + Math.Min(digit, radix - 1);
        }

        if (!isValid)
            _diagnostics.Add(DiagnosticRules.MalformedNumber, span, $"`{text}` is not a {name} number", Suffix(text));
        else if (value > ulong.MaxValue)
            _diagnostics.Add(DiagnosticRules.NumberTooLarge, span, $"`{text}` does not fit 64 bits",
                $"expected at most {ulong.MaxValue}");
        else if (radix == 10 && text.Length > 1 && text[0] == '0' && value != 0)
            _diagnostics.Add(DiagnosticRules.LeadingZero, span,
                $"`{text}` is {value} in decimal; the published tools took it for octal", "",
                $"write `{value}`, or `0o{text.TrimStart('0')}` for octal");
        _tokens.Add(new(TokenKind.Integer, span, text, isValid && value <= ulong.MaxValue ? value : 0));
    }

    static string Suffix(string text) =>
        text.Any(char.IsAsciiLetter) && char.IsAsciiDigit(text[0]) && text.Length > 1 && !char.IsAsciiLetter(text[1])
            ? "a name cannot start with a digit" : "";
}
