using System.CommandLine;
using Sluice.Chains.Code.Native;
using Sluice.Cli.Commands;

namespace Sluice.Cli.Chains;

/// <summary>What a script's chains count in the kernel.</summary>
static class CountOption
{
    /// <summary><c>--count</c>.</summary>
    public static Option<ChainCounting> Create(string description) => CommonOptions.Choice("--count", description,
        ("runs", ChainCounting.Runs), ("faults", ChainCounting.Faults), ("time", ChainCounting.Time));
}
