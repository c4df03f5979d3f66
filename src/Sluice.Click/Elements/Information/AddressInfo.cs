using Sluice.Click.Arguments;
using Sluice.Packets;

namespace Sluice.Click.Elements.Information;

/// <summary><c>AddressInfo</c>: gives names to addresses: each argument is a name and its IPv4 address, with a prefix length or without,
/// IPv6 address and Ethernet address, in any order. Known in the compound element that it stands in and those within.</summary>
sealed class AddressInfo : Element
{
    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Information;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var prefix = ElementNames.Prefix(Name);
        foreach (var argument in arguments.Everything())
        {
            var words = ArgumentText.SplitWords(argument);
            if (words.Count == 0)
                continue;
            if (words.Count < 2)
                arguments.Error($"found `{argument}`, expected a name and its addresses");
            foreach (var word in words.Skip(1))
            {
                if (!Define(prefix + words[0], word, arguments.Scope))
                    arguments.Error($"{words[0]}: found `{word}`, expected an IP or Ethernet address");
            }
        }

        _ = arguments.Complete();
    }

    bool Define(string name, string text, ArgumentScope scope)
    {
        var names = Router.Names;
        if (ArgumentTypes.IPv4AddressAndPrefix.Parse(text, scope, out var network))
        {
            names.Define(name, network);
            names.Define(name, network.Address);
        }
        else if (ArgumentTypes.IPv4Address.Parse(text, scope, out var address))
        {
            names.Define(name, address);
        }
        else if (ArgumentTypes.MacAddress.Parse(text, scope, out var mac))
        {
            names.Define(name, mac);
        }
        else if (IPv6Address.TryParse(text.Split('/')[0], out var address6))
        {
            names.Define(name, address6);
            if (IPv6Prefix.TryParse(text, out var prefix6))
                names.Define(name, prefix6);
        }
        else
        {
            return false;
        }

        return true;
    }
}
