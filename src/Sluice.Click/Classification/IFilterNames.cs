using Sluice.Packets;

namespace Sluice.Click.Classification;

/// <summary>Names of addresses that a filter expression may use.</summary>
public interface IFilterNames
{
    /// <summary>The address of that name.</summary>
    bool TryFindAddress(string name, out IPv4Address address);

    /// <summary>The network of that name.</summary>
    bool TryFindPrefix(string name, out IPv4Prefix prefix);
}
