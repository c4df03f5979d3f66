using System.Globalization;

namespace Sluice.Kernel.Features;

/// <summary>The capabilities of this process.</summary>
public static class ProcessCapabilities
{
    static readonly (Capabilities Capability, string Name)[] s_names =
    [
        (Capabilities.Bpf, "CAP_BPF"), (Capabilities.NetAdmin, "CAP_NET_ADMIN"), (Capabilities.PerfMon, "CAP_PERFMON"),
        (Capabilities.SysAdmin, "CAP_SYS_ADMIN"), (Capabilities.SysResource, "CAP_SYS_RESOURCE"),
    ];

    /// <summary>The effective ones (<c>CapEff</c> of /proc/self/status); none where there is no such file.</summary>
    public static Capabilities Effective()
    {
        const string field = "CapEff:";
        const string path = "/proc/self/status";
        if (!File.Exists(path))
            return Capabilities.None;
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith(field, StringComparison.Ordinal)
                && ulong.TryParse(line[field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits))
                return (Capabilities)bits;
        }

        return Capabilities.None;
    }

    /// <summary>Those of <paramref name="needed"/> that the process lacks, by name.</summary>
    /// <remarks>CAP_SYS_ADMIN stands for CAP_BPF and CAP_PERFMON, as the kernel has it (bpf_capable, perfmon_capable).</remarks>
    public static IReadOnlyList<string> Missing(Capabilities needed)
    {
        var effective = Effective();
        if ((effective & Capabilities.SysAdmin) != 0)
            effective |= Capabilities.Bpf | Capabilities.PerfMon;
        return [.. s_names.Where(entry => (needed & ~effective & entry.Capability) != 0).Select(entry => entry.Name)];
    }
}
