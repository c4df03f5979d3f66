using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Chains.Language;

/// <summary>Recognises IPv4, IPv6 and MAC addresses and prefixes in a text where colons and dots mean other things, too.</summary>
static class AddressReader
{
    const int MacBytes = 6;
    const int MacLength = 17;

    static readonly SearchValues<char> s_decimal = SearchValues.Create("0123456789.");

    /// <summary>Length of what could be an address at a position; 0 where something else stands there.</summary>
    /// <remarks>An address has digits (of base 16 for IPv6 and MAC), two dots or two colons, and no letter behind it: so neither
    /// <c>x: u8</c> nor <c>{1: 2}</c> nor <c>1.5</c> is one.</remarks>
    public static int Measure(string text, int position)
    {
        if (position > 0 && IsWord(text[position - 1]))
            return 0;
        var end = position;
        while (end < text.Length && (char.IsAsciiHexDigit(text[end]) || text[end] is ':' or '.'))
            end++;
        // A colon at the end separates, unless it is the second of two.
        while (end > position && (text[end - 1] == '.'
            || (text[end - 1] == ':' && !(end - 2 >= position && text[end - 2] == ':' && !EndsInThree(text, position, end)))))
            end--;
        var length = end - position;
        if (length == 0 || (end < text.Length && IsWord(text[end])))
            return 0;
        var candidate = text.AsSpan(position, length);
        var colons = candidate.Count(':');
        var isIPv4 = colons == 0 && candidate.Count('.') >= 2 && char.IsAsciiDigit(candidate[0]) && IsNumeric(candidate);
        var isIPv6OrMac = colons >= 2
            && (candidate.Contains("::", StringComparison.Ordinal) ? HasDigit(candidate) || length == 2 : colons >= 4);
        return isIPv4 || isIPv6OrMac ? length : 0;
    }

    /// <summary>The address that a text is, as a number with the first byte on the wire highest.</summary>
    public static bool TryParse(string text, out TokenKind kind, out UInt128 number)
    {
        number = 0;
        kind = TokenKind.Bad;
        if (text.Length == MacLength && text.Split(':') is { Length: MacBytes } parts && parts.All(part => part.Length == 2 && part.All(char.IsAsciiHexDigit)))
        {
            kind = TokenKind.Mac;
            number = UInt128.Parse(string.Concat(parts), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return true;
        }

        if (!text.Contains(':'))
        {
            // IPAddress also reads 1.2 and octal parts.
            var bytes = text.Split('.');
            kind = TokenKind.IPv4;
            foreach (var part in bytes)
            {
                if (part.Length > 3 || (part.Length > 1 && part[0] == '0')
                    || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                    return false;
                number = number << 8 | value;
            }

            return bytes.Length == 4;
        }

        if (!IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        kind = TokenKind.IPv6;
        number = BinaryPrimitives.ReadUInt128BigEndian(address.GetAddressBytes());
        return true;
    }

    static bool EndsInThree(string text, int position, int end) => end - 3 >= position && text[end - 3] == ':';

    static bool IsNumeric(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(s_decimal) < 0;

    static bool HasDigit(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(':', '.') >= 0;

    static bool IsWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}
