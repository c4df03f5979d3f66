using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Native;

namespace Sluice.Chains.Deployment;

/// <summary>What is to run.</summary>
/// <param name="Unit">The script.</param>
/// <param name="Script">Its name, for those who look.</param>
/// <param name="Tier">How the chains are to be executed.</param>
/// <param name="Counting">What they count.</param>
/// <param name="Chains">Their numbers.</param>
sealed record DeploymentPlan(ChainUnit Unit, string Script, ChainTier Tier, ChainCounting Counting, ImmutableDictionary<string, uint> Chains)
{
    /// <summary>What has to be known about it once it runs.</summary>
    /// <param name="prepared">What runs.</param>
    /// <param name="links">Where.</param>
    public DeploymentNotes Notes(PreparedChains prepared, IEnumerable<ChainLink> links) => new()
    {
        Script = Script,
        Tier = prepared.Tier,
        Wanted = Tier,
        Counting = Counting,
        Chains = Chains.ToImmutableSortedDictionary(),
        Functions = prepared.Functions,
        Settings = MachinePatch.Describe(Unit.Settings),
        Maps = [.. prepared.Kept.Select(map => map.Symbol).Order(StringComparer.Ordinal)],
        Symbols = prepared.Chains.Maps.ToImmutableSortedDictionary(),
        Links = [.. links],
    };
}
