using System.Collections.Frozen;

namespace Sluice.Chains.Functions;

/// <summary>Older names of packages.</summary>
/// <remarks>
/// Scripts of the published system name folders of its author's machine (net, basic, mynet, test), which held what later
/// became several packages, and packages that were copies of others.
/// </remarks>
static class PackageAliases
{
    /// <summary>The names that stand for all shipped packages together.</summary>
    public static FrozenSet<string> Everything { get; } = FrozenSet.Create(StringComparer.Ordinal, "net", "basic", "mynet", "test", "hike");

    /// <summary>The names that stand for one other.</summary>
    public static FrozenDictionary<string, string> One { get; } = new Dictionary<string, string>
    {
        ["routingpaolo"] = "routing",
        ["devel_encap"] = "info",
        ["template"] = "info",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
