using Sluice.Kernel.Features;

namespace Sluice.Kernel.Errors;

/// <summary>Says what stands behind EPERM.</summary>
static class Permissions
{
    /// <summary>The release that charges maps to the control group and no longer to RLIMIT_MEMLOCK.</summary>
    public static Version WithoutMemoryLimit { get; } = new(5, 11);

    /// <summary>What is missing for something that takes <paramref name="needed"/>; empty if nothing seems to be.</summary>
    public static string Explain(Capabilities needed)
    {
        var missing = ProcessCapabilities.Missing(needed);
        if (missing.Count > 0)
            return $"the process lacks {string.Join(" and ", missing)}: run it as root, or give it these capabilities";
        return KernelRelease.Version < WithoutMemoryLimit
            ? "the limit of locked memory is reached: raise RLIMIT_MEMLOCK (ulimit -l unlimited)"
            : "";
    }
}
