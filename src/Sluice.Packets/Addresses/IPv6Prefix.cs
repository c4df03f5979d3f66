namespace Sluice.Packets;

/// <summary>A range of IPv6 addresses that share their first bits.</summary>
public readonly record struct IPv6Prefix
{
    const int MaxLength = 128;

    /// <summary>The prefix <paramref name="address"/>/<paramref name="length"/>.</summary>
    /// <param name="address">Its first address.</param>
    /// <param name="length">Bits shared, 0 to 128.</param>
    /// <exception cref="ArgumentException">The length is out of range, or the address has bits set beyond it.</exception>
    public IPv6Prefix(IPv6Address address, int length)
    {
        if (!PrefixText.IsValid(Number(address), length, MaxLength))
        {
            throw new ArgumentException(
                $"{address}/{length} is not a prefix: expected a length of 0 to 128 and no bits set beyond it.");
        }

        (Address, Length) = (address, length);
    }

    /// <summary>The first address.</summary>
    public IPv6Address Address { get; }

    /// <summary>Bits shared, 0 to 128.</summary>
    public int Length { get; }

    /// <summary>Whether the address is in the range.</summary>
    public bool Contains(IPv6Address address) =>
        Length == 0 || (Number(address) ^ Number(Address)) >> MaxLength - Length == 0;

    /// <summary>Reads <c>2001:db8::/32</c>; an address alone is a prefix of 128 bits.</summary>
    /// <exception cref="FormatException">The text is something else, or bits are set beyond the length.</exception>
    public static IPv6Prefix Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var prefix) ? prefix : throw new FormatException(
            $"'{text}' is not an IPv6 prefix: expected an address, a length, and no bits set beyond it, such as 2001:db8::/32.");

    /// <summary>Reads <c>2001:db8::/32</c>; an address alone is a prefix of 128 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPv6Prefix prefix)
    {
        prefix = default;
        if (!PrefixText.TrySplit(text, MaxLength, out var addressText, out var length)
            || !IPv6Address.TryParse(addressText, out var address)
            || !PrefixText.IsValid(Number(address), length, MaxLength))
        {
            return false;
        }

        prefix = new IPv6Prefix(address, length);
        return true;
    }

    /// <summary>Address, slash, length.</summary>
    public override string ToString() => $"{Address}/{Length}";

    static UInt128 Number(IPv6Address address) => new(address.High, address.Low);
}
