namespace Sluice.Packets;

/// <summary>A range of IPv4 addresses that share their first bits.</summary>
public readonly record struct IPv4Prefix
{
    const int MaxLength = 32;

    /// <summary>The prefix <paramref name="address"/>/<paramref name="length"/>.</summary>
    /// <param name="address">Its first address.</param>
    /// <param name="length">Bits shared, 0 to 32.</param>
    /// <exception cref="ArgumentException">The length is out of range, or the address has bits set beyond it.</exception>
    public IPv4Prefix(IPv4Address address, int length)
    {
        if (!PrefixText.IsValid(address.Value, length, MaxLength))
        {
            throw new ArgumentException(
                $"{address}/{length} is not a prefix: expected a length of 0 to 32 and no bits set beyond it.");
        }

        (Address, Length) = (address, length);
    }

    /// <summary>The first address.</summary>
    public IPv4Address Address { get; }

    /// <summary>Bits shared, 0 to 32.</summary>
    public int Length { get; }

    /// <summary>The shared bits as ones: /24 is 255.255.255.0.</summary>
    public IPv4Address Mask => new(Length == 0 ? 0 : uint.MaxValue << MaxLength - Length);

    /// <summary>Whether the address is in the range.</summary>
    public bool Contains(IPv4Address address) => (address.Value & Mask.Value) == Address.Value;

    /// <summary>Reads <c>192.0.2.0/24</c>; an address alone is a prefix of 32 bits.</summary>
    /// <exception cref="FormatException">The text is something else, or bits are set beyond the length.</exception>
    public static IPv4Prefix Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var prefix) ? prefix : throw new FormatException(
            $"'{text}' is not an IPv4 prefix: expected an address, a length, and no bits set beyond it, such as 192.0.2.0/24.");

    /// <summary>Reads <c>192.0.2.0/24</c>; an address alone is a prefix of 32 bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPv4Prefix prefix)
    {
        prefix = default;
        if (!PrefixText.TrySplit(text, MaxLength, out var addressText, out var length)
            || !IPv4Address.TryParse(addressText, out var address)
            || !PrefixText.IsValid(address.Value, length, MaxLength))
        {
            return false;
        }

        prefix = new IPv4Prefix(address, length);
        return true;
    }

    /// <summary>Address, slash, length.</summary>
    public override string ToString() => $"{Address}/{Length}";
}
