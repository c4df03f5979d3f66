using System.Globalization;

namespace Sluice.Packets;

/// <summary>What IPv4 and IPv6 prefixes have in common.</summary>
static class PrefixText
{
    /// <summary>Takes <c>address/length</c> apart; without a slash the length is <paramref name="maxLength"/>.</summary>
    public static bool TrySplit(ReadOnlySpan<char> text, int maxLength, out ReadOnlySpan<char> address, out int length)
    {
        var slash = text.IndexOf('/');
        address = slash < 0 ? text : text[..slash];
        length = maxLength;
        return slash < 0 || int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length);
    }

    /// <summary>Whether the length is in range and the address, a number of that many bits, is zero beyond it.</summary>
    /// <remarks>Shifted in two steps, because shifting a 128-bit number by 128 leaves it as it is.</remarks>
    public static bool IsValid(UInt128 address, int length, int maxLength) =>
        length >= 0 && length <= maxLength && address << 128 - maxLength << length / 2 << length - length / 2 == 0;
}
