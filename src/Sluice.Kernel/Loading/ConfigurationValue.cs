using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Sluice.Bpf.Btf;

namespace Sluice.Kernel.Loading;

/// <summary>Writes a value of a <c>.config</c> file as a variable of a program has it.</summary>
/// <remarks>libbpf's rules: set_kcfg_value_tri, set_kcfg_value_num, set_kcfg_value_str.</remarks>
static class ConfigurationValue
{
    const string Tristate = "libbpf_tristate";

    // enum libbpf_tristate of bpf_helpers.h.
    const byte No = 0, Yes = 1, Module = 2;

    /// <summary>Writes it.</summary>
    /// <param name="text">As in the file: <c>y</c>, <c>m</c>, <c>n</c>, a number, or text in quotes.</param>
    /// <param name="type">The variable's type.</param>
    /// <param name="value">Where to.</param>
    /// <returns>What was expected, if it does not fit; null if it does.</returns>
    public static string? Write(string text, BtfType? type, Span<byte> value)
    {
        value.Clear();
        return text switch
        {
            "y" or "m" or "n" => WriteSwitch(text[0], type?.Resolve(), value),
            ['"', ..] => WriteText(text, type?.Resolve(), value),
            _ => WriteNumber(text, type?.Resolve(), value),
        };
    }

    static string? WriteSwitch(char letter, BtfType? type, Span<byte> value)
    {
        var number = letter switch { 'y' => Yes, 'm' => Module, _ => No };
        switch (type)
        {
            case BtfInteger { Size: 1, Encoding: BtfIntegerEncoding.Boolean } when number != Module:
                value[0] = number;
                return null;
            case BtfInteger { Size: 1 } character when (character.Encoding & BtfIntegerEncoding.Boolean) == 0:
                value[0] = (byte)letter;
                return null;
            case BtfEnum { Name: Tristate, Size: sizeof(int) }:
                WriteBytes(value, number);
                return null;
            default:
                return $"expected a number for a variable of this type: declare it as bool (y, n), as enum {Tristate} or as char";
        }
    }

    static string? WriteText(string text, BtfType? type, Span<byte> value)
    {
        if (type is not BtfArray { Count: > 0 } array || array.Element.Resolve() is not BtfInteger { Size: 1 })
            return "expected a number or a switch for a variable of this type: declare it as an array of char";
        if (text.Length < 2 || text[^1] != '"')
            return "expected a quote at its end";
        // As much as there is room for, and a zero behind it.
        var bytes = Encoding.UTF8.GetBytes(text[1..^1]);
        bytes.AsSpan(0, Math.Min(bytes.Length, value.Length - 1)).CopyTo(value);
        return null;
    }

    static string? WriteNumber(string text, BtfType? type, Span<byte> value)
    {
        if (!TryParse(text, out var number))
            return "expected y, m, n, a number or text in quotes";
        if (type is not BtfInteger { Size: 1 or 2 or 4 or 8 } integer || (integer.Encoding & BtfIntegerEncoding.Boolean) != 0)
            return "expected a switch or text for a variable of this type: declare it as an integer";
        var bits = integer.Size * 8;
        var (least, most) = integer.IsSigned
            ? (-(BigInteger.One << (bits - 1)), (BigInteger.One << (bits - 1)) - 1)
            : (BigInteger.Zero, (BigInteger.One << bits) - 1);
        if (number < least || number > most)
            return $"expected {least} to {most}: declare a wider integer";
        WriteBytes(value, (ulong)(number & ulong.MaxValue));
        return null;
    }

    static bool TryParse(string text, out BigInteger number)
    {
        var isNegative = text.StartsWith('-');
        var digits = isNegative ? text[1..] : text;
        var isParsed = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            // A leading zero keeps the highest bit from being read as a sign.
            ? BigInteger.TryParse($"0{digits[2..]}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        if (isNegative)
            number = -number;
        return isParsed;
    }

    // Objects of the other byte order are refused before.
    static void WriteBytes(Span<byte> value, ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        else
            BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        (BitConverter.IsLittleEndian ? bytes[..value.Length] : bytes[^value.Length..]).CopyTo(value);
    }
}
