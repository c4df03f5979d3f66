using System.Globalization;
using System.Numerics;

namespace Sluice.Bpf.Btf.Values;

/// <summary>Numbers as people write them.</summary>
static class BtfNumbers
{
    // Longer than any number of 128 bits; keeps hostile input from costing the square of its length.
    const int MaxLength = 64;

    /// <summary>Reads a decimal number, or one in hexadecimal behind <c>0x</c>; either with a sign.</summary>
    public static bool TryParse(string word, out BigInteger number)
    {
        number = default;
        var (isNegative, digits) = word.StartsWith('-') ? (true, word[1..]) : (false, word);
        var isHex = digits.Length > 2 && digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        // The 0 in front keeps a leading 8 to f from being read as a sign.
        var (text, style) = isHex ? ($"0{digits[2..]}", NumberStyles.AllowHexSpecifier) : (digits, NumberStyles.None);
        if (word.Length > MaxLength || !BigInteger.TryParse(text, style, CultureInfo.InvariantCulture, out number))
            return false;
        if (isNegative)
            number = -number;
        return true;
    }

    /// <summary>The bits of a number that must fit a width.</summary>
    /// <exception cref="BtfValueException">It does not.</exception>
    public static UInt128 Fit(BigInteger number, int bits, bool isSigned, string path)
    {
        var range = BigInteger.One << bits;
        var (low, high) = isSigned ? (-(range >> 1), (range >> 1) - 1) : (BigInteger.Zero, range - 1);
        return number >= low && number <= high
            ? (UInt128)(number < 0 ? number + range : number)
            : throw new BtfValueException(path, number.ToString(CultureInfo.InvariantCulture), $"{low} to {high}");
    }
}
