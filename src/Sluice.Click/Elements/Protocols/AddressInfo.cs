using Sluice.Click.Arguments;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>AddressInfo(NAME ADDRESS..., ...)</c>: gives names to addresses: IPv4 and IPv6 addresses, networks, Ethernet addresses, one of
/// each kind a name.</summary>
/// <remarks>A name is known where its element is: in the compound element around, and in those within. A network whose address has bits
/// beyond its length gives the address as well.</remarks>
sealed class AddressInfo : Element
{
    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Information;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (var argument in arguments.Everything())
        {
            var words = ArgumentText.SplitWords(argument);
            if (words.Count == 0)
                continue;
            foreach (var address in words.Skip(1))
            {
                if (!Define(ElementNames.Prefix(Name) + words[0], address, arguments.Scope))
                    arguments.Error($"{words[0]}: found `{address}`, expected an IP address, a network or an Ethernet address");
            }

            if (words.Count == 1)
                arguments.Error($"found no address for {words[0]}, expected a name and its addresses");
        }

        _ = arguments.Complete();
    }

    bool Define(string name, string text, ArgumentScope scope)
    {
        var names = Router.Names;
        if (IPv4Address.TryParse(text, out var address))
        {
            names.Define(name, address);
            if (names.TryFind<(IPv4Address, IPv4Prefix)>(name, out var network))
                names.Define(name, (address, network.Item2));
        }
        else if (text.Contains('/', StringComparison.Ordinal) && ArgumentTypes.TryParseAddressAndPrefix(text, scope, out var host, out var prefix))
        {
            if (host != prefix.Address)
                names.Define(name, host);
            names.Define(name, (names.TryFind<IPv4Address>(name, out var known) ? known : host, prefix));
        }
        else if (ArgumentTypes.MacAddress.Parse(text, scope, out var mac))
        {
            names.Define(name, mac);
        }
        else if (IPv6Address.TryParse(text, out var address6))
        {
            names.Define(name, address6);
        }
        else if (ArgumentTypes.IPv4Address.Parse(text, scope, out address))
        {
            names.Define(name, address);
        }
        else
        {
            return false;
        }

        return true;
    }
}
