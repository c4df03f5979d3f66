using Sluice.Click.Arguments;
using Sluice.Click.Classification;
using Sluice.Packets;

namespace Sluice.Click.Elements.Classification;

/// <summary>The names that AddressInfo gave, for filter expressions.</summary>
sealed class ScopeNames(ArgumentScope scope) : IFilterNames
{
    /// <inheritdoc/>
    public bool TryFindAddress(string name, out IPv4Address address) => ArgumentTypes.IPv4Address.Parse(name, scope, out address);

    /// <inheritdoc/>
    public bool TryFindPrefix(string name, out IPv4Prefix prefix)
    {
        var found = ArgumentTypes.IPv4AddressAndPrefix.Parse(name, scope, out var network);
        prefix = network.Prefix;
        return found;
    }
}
