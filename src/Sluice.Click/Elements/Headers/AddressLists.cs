using Sluice.Click.Arguments;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>Arguments that are lists of addresses, with white space between.</summary>
static class AddressLists
{
    /// <summary>Addresses.</summary>
    public static ArgumentType<IReadOnlyList<IPv4Address>> Addresses { get; } =
        List("IPv4 addresses with spaces between", ArgumentTypes.IPv4Address);

    /// <summary>Addresses with the length of their network.</summary>
    public static ArgumentType<IReadOnlyList<(IPv4Address Address, IPv4Prefix Prefix)>> Interfaces { get; } =
        List("addresses with prefix lengths, such as 192.0.2.1/24, with spaces between", ArgumentTypes.IPv4AddressAndPrefix);

    static ArgumentType<IReadOnlyList<T>> List<T>(string expected, ArgumentType<T> item) => new(expected, (text, scope, out value) =>
    {
        var items = new List<T>();
        value = items;
        foreach (var word in ArgumentText.SplitWords(ArgumentText.UnquoteText(text)))
        {
            if (!item.Parse(word, scope, out var one))
                return false;
            items.Add(one);
        }

        return true;
    });
}
