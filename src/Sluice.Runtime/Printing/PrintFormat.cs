using System.Globalization;
using System.Text;
using Sluice.Packets;

namespace Sluice.Runtime.Printing;

/// <summary>The format strings of bpf_trace_printk and bpf_snprintf.</summary>
/// <remarks>
/// What kernel/bpf/helpers.c (bpf_bprintf_prepare) accepts: flags <c>0 + - space</c>, a width, <c>l</c> and <c>ll</c>, and the
/// conversions below. Anything else is refused, as there.
/// </remarks>
static class PrintFormat
{
    const int LongestString = 512;

    /// <summary>Formats.</summary>
    /// <param name="format">The text, which must hold a terminating zero.</param>
    /// <param name="arguments">The arguments, a word each.</param>
    /// <param name="read">Reads what an argument points to.</param>
    /// <param name="output">Receives the text.</param>
    /// <returns>False if the format is malformed or wants more arguments than there are.</returns>
    public static bool TryFormat(ReadOnlySpan<byte> format, ReadOnlySpan<ulong> arguments, MemoryReader read, StringBuilder output)
    {
        var end = format.IndexOf((byte)0);
        if (end < 0)
            return false;
        format = format[..end];
        var next = 0;
        while (!format.IsEmpty)
        {
            var plain = format.IndexOf((byte)'%');
            var text = plain < 0 ? format : format[..plain];
            foreach (var symbol in text)
            {
                if (symbol is not ((>= 0x20 and < 0x7f) or (>= 9 and <= 13)))
                    return false;
                output.Append((char)symbol);
            }

            format = format[text.Length..];
            if (format.IsEmpty)
                break;
            if (format.StartsWith("%%"u8))
            {
                output.Append('%');
                format = format[2..];
                continue;
            }

            if (!Conversion.TryParse(ref format, out var conversion) || next == arguments.Length)
                return false;
            conversion.Append(arguments[next++], read, output);
        }

        return true;
    }

    // One conversion: flags, width, length, and what to do with the argument.
    readonly record struct Conversion(string Flags, int Width, bool IsLong, string Kind)
    {
        // The longest match counts, so longer ones stand first.
        static readonly string[] s_pointers = ["pI4", "pi4", "pI6", "pi6", "pks", "pus", "pK", "px", "ps", "pS", "pB", "p"];

        public static bool TryParse(ref ReadOnlySpan<byte> format, out Conversion conversion)
        {
            conversion = default;
            var at = 1;
            while (at < format.Length && format[at] is (byte)'0' or (byte)'+' or (byte)'-' or (byte)' ')
                at++;
            var flags = Encoding.ASCII.GetString(format[1..at]);
            var width = 0;
            for (; at < format.Length && char.IsAsciiDigit((char)format[at]); at++)
                width = Math.Min((width * 10) + format[at] - '0', LongestString);

            var rest = format[at..];
            var longs = rest.StartsWith("ll"u8) ? 2 : rest.StartsWith("l"u8) ? 1 : 0;
            rest = rest[longs..];
            var kind = rest.IsEmpty ? null : (char)rest[0] switch
            {
                'd' or 'i' or 'u' or 'x' or 'X' => ((char)rest[0]).ToString(),
                'c' or 's' when longs == 0 => ((char)rest[0]).ToString(),
                'k' or 'u' when longs == 0 && rest.Length > 1 && rest[1] == 's' => "s",
                'p' when longs == 0 => Pointer(rest),
                _ => null,
            };
            if (kind is null)
                return false;
            format = rest[kind.Length..];
            conversion = new(flags, width, longs > 0, kind);
            return true;
        }

        public void Append(ulong value, MemoryReader read, StringBuilder output)
        {
            var text = Kind switch
            {
                "d" or "i" => Signed(IsLong ? (long)value : (int)value),
                "u" => (IsLong ? value : (uint)value).ToString(CultureInfo.InvariantCulture),
                "x" => (IsLong ? value : (uint)value).ToString("x", CultureInfo.InvariantCulture),
                "X" => (IsLong ? value : (uint)value).ToString("X", CultureInfo.InvariantCulture),
                "c" => ((char)(byte)value).ToString(),
                "s" or "pks" or "pus" => Text(value, read),
                "pI4" or "pi4" => Address(value, read, IPv4Address.Size, FormatIPv4),
                "pI6" or "pi6" => Address(value, read, IPv6Address.Size, FormatIPv6),
                _ => value.ToString("x16", CultureInfo.InvariantCulture),
            };

            if (Flags.Contains('-', StringComparison.Ordinal))
                output.Append(text.PadRight(Width));
            else if (Flags.Contains('0', StringComparison.Ordinal) && Kind is "d" or "i" or "u" or "x" or "X")
                output.Append(ZeroPadded(text));
            else
                output.Append(text.PadLeft(Width));
        }

        static string? Pointer(ReadOnlySpan<byte> rest)
        {
            foreach (var pointer in s_pointers)
            {
                if (rest.Length >= pointer.Length && Ascii(rest[..pointer.Length]) == pointer)
                    return pointer;
            }

            return null;
        }

        static string Ascii(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);

        static string Text(ulong address, MemoryReader read)
        {
            Span<byte> bytes = stackalloc byte[LongestString];
            bytes = bytes[..read(address, bytes)];
            var end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }

        static string Address(ulong address, MemoryReader read, int size, Func<byte[], string> format)
        {
            var bytes = new byte[size];
            return read(address, bytes) == size ? format(bytes) : "(fault)";
        }

        string Signed(long value)
        {
            var text = value.ToString(CultureInfo.InvariantCulture);
            return value < 0 ? text
                : Flags.Contains('+', StringComparison.Ordinal) ? "+" + text
                : Flags.Contains(' ', StringComparison.Ordinal) ? " " + text
                : text;
        }

        // The sign comes before the zeros.
        string ZeroPadded(string text)
        {
            var sign = text[0] is '-' or '+' or ' ' ? text[..1] : "";
            return sign + text[sign.Length..].PadLeft(Width - sign.Length, '0');
        }

        // Documentation/core-api/printk-formats.rst: %pi4 keeps leading zeros; %pI6 has colons and no abbreviation, %pi6 none.
        string FormatIPv4(byte[] bytes) => Kind == "pI4"
            ? IPv4Address.Read(bytes).ToString()
            : string.Join('.', bytes.Select(octet => octet.ToString("d3", CultureInfo.InvariantCulture)));

        string FormatIPv6(byte[] bytes)
        {
            var digits = Convert.ToHexStringLower(bytes);
            return Kind == "pi6" ? digits : string.Join(':', Enumerable.Range(0, 8).Select(group => digits.Substring(group * 4, 4)));
        }
    }
}
