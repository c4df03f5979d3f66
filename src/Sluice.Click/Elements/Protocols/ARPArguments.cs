using Sluice.Click.Arguments;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary>Arguments of elements of ARP.</summary>
static class ARPArguments
{
    /// <summary>An address, with its network or without.</summary>
    public static ArgumentType<(IPv4Address Address, IPv4Prefix? Prefix)> AddressWithNetwork { get; } =
        new("an IPv4 address", static (text, scope, out value) =>
        {
            // A name may have an address and a network of another address.
            var hasNetwork = ArgumentTypes.IPv4AddressAndPrefix.Parse(text, scope, out var network);
            var hasAddress = ArgumentTypes.IPv4Address.Parse(text, scope, out var address);
            value = (hasAddress ? address : network.Address, hasNetwork ? network.Prefix : null);
            return hasNetwork || hasAddress;
        });

    /// <summary>An Ethernet address.</summary>
    public static ArgumentType<MacAddress?> MacOrNone { get; } =
        new(ArgumentTypes.MacAddress.Expected, static (text, scope, out value) =>
        {
            var found = ArgumentTypes.MacAddress.Parse(text, scope, out var mac);
            value = mac;
            return found;
        });

    /// <summary>An ARPTable.</summary>
    public static ArgumentType<ARPTable?> Table { get; } = new("the name of an ARPTable", static (text, scope, out value) =>
    {
        value = ArgumentTypes.Element.Parse(text, scope, out var element) ? element as ARPTable : null;
        return value is not null;
    });
}
