using System.Globalization;
using System.Numerics;
using Sluice.Packets;

namespace Sluice.Click.Arguments;

public static partial class ArgumentTypes
{
    const int MaxMacPart = 2;

    /// <summary>An IPv4 address, or a name that AddressInfo gave one.</summary>
    public static readonly ArgumentType<IPv4Address> IPv4Address = new("an IPv4 address", TryParseAddress);

    /// <summary>An IPv4 prefix: <c>10.0.0.0/8</c>, <c>10.0.0.0/255.0.0.0</c>, an address alone, or a name. Bits beyond the length are
    /// dropped.</summary>
    public static readonly ArgumentType<IPv4Prefix> IPv4Prefix = new("an IPv4 prefix, such as 192.0.2.0/24", static (text, scope, out value) =>
    {
        if (TryParseAddressAndPrefix(text, scope, out _, out value))
            return true;
        var found = TryParseAddress(text, scope, out var address);
        value = found ? new IPv4Prefix(address, 32) : default;
        return found;
    });

    /// <summary>An IPv4 address with the length of its prefix: <c>10.0.0.1/24</c> is an address in a network.</summary>
    public static readonly ArgumentType<(IPv4Address Address, IPv4Prefix Prefix)> IPv4AddressAndPrefix =
        new("an IPv4 address with a prefix length, such as 192.0.2.1/24", static (text, scope, out value) =>
        {
            var found = TryParseAddressAndPrefix(text, scope, out var address, out var prefix);
            value = (address, prefix);
            return found;
        });

    /// <summary>An IPv6 address, or a name that AddressInfo gave one.</summary>
    public static readonly ArgumentType<IPv6Address> IPv6Address = new("an IPv6 address", static (text, scope, out value) =>
        Sluice.Packets.IPv6Address.TryParse(text, out value) || scope.TryFind(AddressName(text, ":ip6"), out value));

    /// <summary>An Ethernet address: six hexadecimal numbers with colons or dashes between, or a name that AddressInfo gave one.</summary>
    public static readonly ArgumentType<MacAddress> MacAddress = new("an Ethernet address, such as 02:00:00:00:00:01", static (text, scope, out value) =>
        TryParseMac(text, out value) || scope.TryFind(AddressName(text, ":eth", ":ethernet"), out value));

    /// <summary>A port of TCP or UDP: its number, or a name that PortInfo gave one or that is well known.</summary>
    public static readonly ArgumentType<ushort> Port = new("a port number", static (text, scope, out value) =>
        UInt16!.Parse(text, scope, out value) || scope.TryFind(text, out value) || WellKnownPorts.TryFind(text, out value));

    /// <summary>Reads six hexadecimal numbers of one or two digits.</summary>
    internal static bool TryParseMac(string text, out MacAddress address)
    {
        address = default;
        var parts = text.Split(text.Contains(':', StringComparison.Ordinal) ? ':' : '-');
        if (parts.Length != Sluice.Packets.MacAddress.Size)
            return false;
        var value = 0UL;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > MaxMacPart || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                return false;
            value = value << 8 | octet;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>Reads an address and a length or mask behind a slash, or a name that AddressInfo gave both.</summary>
    internal static bool TryParseAddressAndPrefix(string text, ArgumentScope scope, out IPv4Address address, out IPv4Prefix prefix)
    {
        (address, prefix) = (default, default);
        var slash = text.LastIndexOf('/');
        if (slash < 0 || !(TryParsePartial(text[..slash], out address) || TryParseAddress(text[..slash], scope, out address)))
            return FindNetwork(AddressName(text, ":ipnet", ":net"), scope, ref address, ref prefix);
        var after = text[(slash + 1)..];
        int length;
        if (Sluice.Packets.IPv4Address.TryParse(after, out var mask))
        {
            length = BitOperations.PopCount(mask.Value);
            if (length < 32 && mask.Value << length != 0)
                return false;
        }
        else if (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > 32)
        {
            return false;
        }

        prefix = new IPv4Prefix(new IPv4Address(length == 0 ? 0 : address.Value & uint.MaxValue << 32 - length), length);
        return true;
    }

    static bool TryParseAddress(string text, ArgumentScope scope, out IPv4Address value) =>
        Sluice.Packets.IPv4Address.TryParse(text, out value) || scope.TryFind(AddressName(text, ":ip", ":ip4"), out value);

    static bool FindNetwork(string name, ArgumentScope scope, ref IPv4Address address, ref IPv4Prefix prefix)
    {
        if (!scope.TryFind<(IPv4Address Address, IPv4Prefix Prefix)>(name, out var known))
            return false;
        (address, prefix) = known;
        return true;
    }

    /// <summary>Reads an address whose last parts may be left out, as in <c>18.26/16</c>.</summary>
    static bool TryParsePartial(string text, out IPv4Address address)
    {
        for (var missing = 3 - text.Count(static c => c == '.'); missing > 0; missing--)
            text += ".0";
        return Sluice.Packets.IPv4Address.TryParse(text, out address);
    }

    static string AddressName(string text, params ReadOnlySpan<string> suffixes)
    {
        foreach (var suffix in suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
                return text[..^suffix.Length];
        }

        return text;
    }
}
