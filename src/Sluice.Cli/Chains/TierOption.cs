using System.CommandLine;
using Sluice.Chains.Deployment;
using Sluice.Cli.Commands;

namespace Sluice.Cli.Chains;

/// <summary>How a script's chains are executed in the kernel.</summary>
static class TierOption
{
    /// <summary><c>--tier</c>.</summary>
    public static Option<ChainTier> Create(string description) => CommonOptions.Choice("--tier", description,
        ("auto", ChainTier.Auto), ("interpreted", ChainTier.Interpreted), ("compiled", ChainTier.Compiled));
}
