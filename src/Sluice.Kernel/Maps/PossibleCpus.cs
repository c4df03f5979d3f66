using System.Globalization;

namespace Sluice.Kernel.Maps;

/// <summary>How many CPUs the machine may ever have: what per-CPU values are counted by.</summary>
static class PossibleCpus
{
    const string Path = "/sys/devices/system/cpu/possible";

    static readonly Lazy<int> s_count = new(() => Parse(File.ReadAllText(Path)));

    /// <summary>The number.</summary>
    public static int Count => s_count.Value;

    /// <summary>Counts a list of ranges: <c>0-3,8</c> is 5.</summary>
    /// <remarks>bpf(2) copies a value for each possible CPU, without holes (kernel/bpf/hashtab.c, bpf_percpu_hash_copy).</remarks>
    internal static int Parse(string list)
    {
        var count = 0;
        foreach (var range in list.Trim().Split(','))
        {
            var ends = range.Split('-');
            count += int.Parse(ends[^1], CultureInfo.InvariantCulture) - int.Parse(ends[0], CultureInfo.InvariantCulture) + 1;
        }

        return count;
    }
}
