using System.Globalization;
using System.Numerics;

namespace Sluice.Click.Arguments;

public static partial class ArgumentTypes
{
    /// <summary>A number from 0 to 4294967295.</summary>
    public static readonly ArgumentType<uint> UInt32 = Range(uint.MinValue, uint.MaxValue);

    /// <summary>A number of 32 bits with its sign.</summary>
    public static readonly ArgumentType<int> Int32 = Range(int.MinValue, int.MaxValue);

    /// <summary>A number of 64 bits with its sign.</summary>
    public static readonly ArgumentType<long> Int64 = Range(long.MinValue, long.MaxValue);

    /// <summary>A number from 0 to 18446744073709551615.</summary>
    public static readonly ArgumentType<ulong> UInt64 = Range(ulong.MinValue, ulong.MaxValue);

    /// <summary>A number from 0 to 255.</summary>
    public static readonly ArgumentType<byte> Byte = Range(byte.MinValue, byte.MaxValue);

    /// <summary>A number from 0 to 65535.</summary>
    public static readonly ArgumentType<ushort> UInt16 = Range(ushort.MinValue, ushort.MaxValue);

    /// <summary>A size or a count: 0 to 2147483647.</summary>
    public static readonly ArgumentType<int> Count = Range(0, int.MaxValue);

    /// <summary>A real number.</summary>
    public static readonly ArgumentType<double> Double = new("a number", static (text, _, out value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value));

    /// <summary>A probability: 0 to 1, or a percentage.</summary>
    public static readonly ArgumentType<double> Probability = new("a probability from 0 to 1", static (text, _, out value) =>
    {
        var percent = text.EndsWith('%');
        if (!double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return false;
        value = percent ? value / 100 : value;
        return value is >= 0 and <= 1;
    });

    /// <summary>A time in nanoseconds, written in seconds or with a unit: <c>1.5</c>, <c>200ms</c>, <c>2 min</c>.</summary>
    public static readonly ArgumentType<long> Time = new("a time, such as 1.5s or 200ms", static (text, _, out value) =>
        TryParseTime(text, 1_000_000_000, out value));

    /// <summary>A time in nanoseconds, written in milliseconds or with a unit.</summary>
    public static readonly ArgumentType<long> TimeInMilliseconds = new("a time in milliseconds, such as 200 or 1.5s", static (text, _, out value) =>
        TryParseTime(text, 1_000_000, out value));

    /// <summary>A bandwidth in bytes a second, written in them or with a unit: <c>125000</c>, <c>1Mbps</c>, <c>10 kB/s</c>.</summary>
    public static readonly ArgumentType<long> Bandwidth = new("a bandwidth, such as 125000 (bytes a second) or 1Mbps", static (text, _, out value) =>
        TryParseBandwidth(text, out value));

    static readonly Dictionary<string, double> s_timeUnits = new(StringComparer.Ordinal)
    {
        ["ns"] = 1,
        ["nsec"] = 1,
        ["us"] = 1e3,
        ["usec"] = 1e3,
        ["ms"] = 1e6,
        ["msec"] = 1e6,
        ["s"] = 1e9,
        ["sec"] = 1e9,
        ["m"] = 60e9,
        ["min"] = 60e9,
        ["h"] = 3600e9,
        ["hr"] = 3600e9,
        ["d"] = 86400e9,
        ["day"] = 86400e9,
    };

    static readonly Dictionary<string, double> s_bandwidthUnits = new(StringComparer.Ordinal)
    {
        ["bps"] = 0.125,
        ["baud"] = 0.125,
        ["b/s"] = 0.125,
        ["Bps"] = 1,
        ["B/s"] = 1,
    };

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>: decimal, 0x and hexadecimal, or 0 and octal.</summary>
    public static ArgumentType<T> Range<T>(T least, T most) where T : struct, IBinaryInteger<T> =>
        new($"a number from {least} to {most}", (text, _, out value) =>
        {
            value = default;
            if (!TryParseInteger(text, out var number) || number < Int128.CreateChecked(least) || number > Int128.CreateChecked(most))
                return false;
            value = T.CreateChecked(number);
            return true;
        });

    /// <summary>Reads a time.</summary>
    /// <param name="text">The number, with or without a unit.</param>
    /// <param name="unit">Nanoseconds of the unit that a number alone is in.</param>
    /// <param name="nanoseconds">The time.</param>
    public static bool TryParseTime(string text, double unit, out long nanoseconds)
    {
        var found = TryParseWithUnit(text, out var number, out var suffix)
            && (suffix.Length == 0 || s_timeUnits.TryGetValue(suffix, out unit)) && number >= 0 && number * unit < long.MaxValue;
        nanoseconds = found ? (long)Math.Round(number * unit) : 0;
        return found;
    }

    /// <summary>Reads a bandwidth in bytes a second.</summary>
    public static bool TryParseBandwidth(string text, out long bytesPerSecond)
    {
        bytesPerSecond = 0;
        if (!TryParseWithUnit(text, out var number, out var suffix) || number < 0)
            return false;
        if (suffix.Length > 0 && !s_bandwidthUnits.ContainsKey(suffix))
        {
            var prefix = "kMGT".IndexOf(suffix[0], StringComparison.Ordinal);
            if (prefix < 0 && suffix[0] != 'K')
                return false;
            number *= Math.Pow(1000, Math.Max(prefix, 0) + 1);
            suffix = suffix[1..];
        }

        var unit = 1.0;
        if ((suffix.Length > 0 && !s_bandwidthUnits.TryGetValue(suffix, out unit)) || number * unit >= long.MaxValue)
            return false;
        bytesPerSecond = (long)Math.Round(number * unit);
        return true;
    }

    /// <summary>Reads a whole number as Click spells them.</summary>
    internal static bool TryParseInteger(string text, out Int128 number)
    {
        number = 0;
        var digits = text.AsSpan();
        var negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+"))
            digits = digits[1..];
        if (digits.Length is 0 or > 30)
            return false;
        var radix = digits.StartsWith("0x") || digits.StartsWith("0X") ? 16 : digits.Length > 1 && digits[0] == '0' ? 8 : 10;
        digits = radix == 16 ? digits[2..] : digits;
        if (digits.IsEmpty)
            return false;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : radix;
            if (digit >= radix)
                return false;
            number = number * radix + digit;
        }

        number = negative ? -number : number;
        return true;
    }

    static bool TryParseWithUnit(string text, out double number, out string unit)
    {
        var length = text.Length;
        while (length > 0 && !char.IsAsciiDigit(text[length - 1]) && text[length - 1] != '.')
            length--;
        unit = text[length..].Trim();
        return double.TryParse(text.AsSpan(0, length), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }
}
