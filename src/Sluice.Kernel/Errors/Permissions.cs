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
        if (IsInUserNamespace())
            return "the process has its capabilities only in a user namespace, where they do not count for this: run it as root of the machine";
        return KernelRelease.Version < WithoutMemoryLimit
            ? "the limit of locked memory is reached: raise RLIMIT_MEMLOCK (ulimit -l unlimited)"
            : "";
    }

    // The first namespace maps all ids upon themselves.
    static bool IsInUserNamespace()
    {
        const string path = "/proc/self/uid_map";
        return File.Exists(path) && File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not (["0", "0", "4294967295"] or []);
    }
}
