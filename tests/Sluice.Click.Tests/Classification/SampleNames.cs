using Sluice.Click.Classification;
using Sluice.Packets;

namespace Sluice.Click.Tests.Classification;

/// <summary>Names of addresses for filter vectors.</summary>
sealed class SampleNames : IFilterNames
{
    public bool TryFindAddress(string name, out IPv4Address address) =>
        IPv4Address.TryParse(name switch { "gate" => "10.0.0.1", "outside" => "192.0.2.9", _ => "" }, out address);

    public bool TryFindPrefix(string name, out IPv4Prefix prefix) =>
        IPv4Prefix.TryParse(name == "inside" ? "10.0.0.0/8" : "", out prefix);
}
