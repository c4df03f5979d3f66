using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sluice.Packets;

/// <summary>An IPv6 address (RFC 4291).</summary>
/// <param name="High">The first 64 bits, as a number.</param>
/// <param name="Low">The last 64 bits, as a number.</param>
public readonly record struct IPv6Address(ulong High, ulong Low)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 16;

    const int Groups = 8;
    const ulong MappedPrefix = 0xffff;

    /// <summary>Whether it is in ff00::/8.</summary>
    public bool IsMulticast => High >> 56 == 0xff;

    /// <summary>Reads the address at the start of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 16 bytes.</exception>
    public static IPv6Address Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes the address at the start of <paramref name="target"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 16 bytes.</exception>
    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], Low);
        BinaryPrimitives.WriteUInt64BigEndian(target, High);
    }

    /// <summary>Reads any of the forms of RFC 4291, section 2.2.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static IPv6Address Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var address) ? address : throw new FormatException(
            $"'{text}' is not an IPv6 address: expected groups of hexadecimal digits, such as 2001:db8::1.");

    /// <summary>Reads any of the forms of RFC 4291, section 2.2; no zone, no brackets.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPv6Address address)
    {
        address = default;
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            var whole = default(UInt128);
            if (!TryParseGroups(text, ref whole, out var count) || count != Groups)
                return false;
            address = FromNumber(whole);
            return true;
        }

        UInt128 head = default, tail = default;
        if (!TryParseGroups(text[..gap], ref head, out var headCount, beforeGap: true)
            || !TryParseGroups(text[(gap + 2)..], ref tail, out var tailCount)
            || headCount + tailCount >= Groups)
        {
            return false;
        }

        // Shifting a 128-bit number by 128 leaves it as it is: with nothing before the gap there is nothing to shift.
        address = FromNumber(headCount == 0 ? tail : head << (Groups - headCount) * 16 | tail);
        return true;
    }

    /// <summary>The one recommended form of RFC 5952: lower case, no leading zeros, the longest run of zero groups
    /// (two or more, the first of equals) as <c>::</c>, IPv4-mapped addresses with dots.</summary>
    public override string ToString()
    {
        if (High == 0 && Low >> 32 == MappedPrefix)
            return $"::ffff:{new IPv4Address((uint)Low)}";
        var (gapStart, gapLength) = LongestZeroRun();
        var text = new StringBuilder();
        for (var i = 0; i < Groups; i++)
        {
            if (i == gapStart)
            {
                text.Append("::");
                i += gapLength - 1;
                continue;
            }

            if (text.Length > 0 && text[^1] != ':')
                text.Append(':');
            text.Append(CultureInfo.InvariantCulture, $"{Group(i):x}");
        }

        return text.ToString();
    }

    static IPv6Address FromNumber(UInt128 number) => new((ulong)(number >> 64), (ulong)number);

    /// <summary>Groups with single colons between them; none at all for empty text.</summary>
    static bool TryParseGroups(ReadOnlySpan<char> text, ref UInt128 value, out int count, bool beforeGap = false)
    {
        count = 0;
        if (text.IsEmpty)
            return true;
        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            var isLast = range.End.GetOffset(text.Length) == text.Length;
            if (isLast && !beforeGap && group.Contains('.'))
            {
                if (!IPv4Address.TryParse(group, out var embedded))
                    return false;
                value = value << 32 | embedded.Value;
                count += 2;
                return count <= Groups;
            }

            if (++count > Groups || group.Length > 4
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var part))
            {
                return false;
            }

            value = value << 16 | part;
        }

        return true;
    }

    ushort Group(int index) => (ushort)((index < 4 ? High : Low) >> (3 - index % 4) * 16);

    (int Start, int Length) LongestZeroRun()
    {
        var best = (Start: -1, Length: 1);
        for (var i = 0; i < Groups; i++)
        {
            var start = i;
            while (i < Groups && Group(i) == 0)
                i++;
            if (i - start > best.Length)
                best = (start, i - start);
        }

        return best;
    }
}
