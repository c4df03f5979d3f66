using System.Globalization;
using Sluice.Kernel.Pins;

namespace Sluice.Kernel.Features;

/// <summary>Reads how the machine is set up: switches, capabilities and limits.</summary>
public static class KernelSettings
{
    // Documentation/admin-guide/sysctl/net.rst and kernel.rst.
    static readonly (string Name, string Path, string[] Meanings)[] s_switches =
    [
        ("JIT compiler", "/proc/sys/net/core/bpf_jit_enable", ["off: programs are interpreted", "on", "on, and its output is logged"]),
        ("JIT hardening", "/proc/sys/net/core/bpf_jit_harden", ["off", "for unprivileged programs", "for all programs, which costs time"]),
        ("programs of unprivileged users", "/proc/sys/kernel/unprivileged_bpf_disabled", ["allowed", "refused, for good", "refused"]),
        ("run statistics", "/proc/sys/kernel/bpf_stats_enabled", ["off", "on, which costs each run some 20 ns"]),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KernelSetting> Read() =>
    [
        .. s_switches.Select(entry => Read(entry.Name, entry.Path, entry.Meanings)),
        new("BPF file system", BpfFileSystem.Root, BpfFileSystem.IsMounted ? "mounted" : $"not mounted: mount -t bpf bpf {BpfFileSystem.Root}"),
        LockedMemory(),
        new("possible CPUs", Text(Maps.PossibleCpus.Count), "values of an entry of a per-CPU map"),
        .. s_limits,
    ];

    /// <summary>The capabilities that programs need, and whether this process has them.</summary>
    public static IReadOnlyList<(string Name, bool IsThere, string For)> ReadCapabilities()
    {
        var missing = ProcessCapabilities.Missing(s_capabilities.Aggregate(Capabilities.None, (all, entry) => all | entry.Capability));
        return [.. s_capabilities.Select(entry => (entry.Name, !missing.Contains(entry.Name), entry.For))];
    }

    static readonly (Capabilities Capability, string Name, string For)[] s_capabilities =
    [
        (Capabilities.Bpf, "CAP_BPF", "maps, and programs"),
        (Capabilities.NetAdmin, "CAP_NET_ADMIN", "programs for packets, and interfaces"),
        (Capabilities.PerfMon, "CAP_PERFMON", "tracing, and arithmetic on pointers"),
        (Capabilities.SysAdmin, "CAP_SYS_ADMIN", "finding objects by id, run statistics"),
    ];

    // include/linux/bpf.h and include/uapi/linux/bpf_common.h; kernel/bpf/verifier.c.
    static readonly KernelSetting[] s_limits =
    [
        new("instructions looked at", "1,000,000", "by the verifier, for one program (BPF_COMPLEXITY_LIMIT_INSNS)"),
        new("stack", "512", "bytes, of all functions that call each other (MAX_BPF_STACK)"),
        new("calls in each other", "8", "functions (MAX_CALL_FRAMES)"),
        new("tail calls in a row", "33", "(MAX_TAIL_CALL_CNT)"),
    ];

    static KernelSetting Read(string name, string path, string[] meanings)
    {
        if (!File.Exists(path))
            return new(name, "", "the kernel does not say");
        try
        {
            var value = File.ReadAllText(path).Trim();
            return new(name, value, int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < meanings.Length ? meanings[number] : "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(name, "", "only root may see it");
        }
    }

    static KernelSetting LockedMemory()
    {
        const string field = "Max locked memory";
        const string path = "/proc/self/limits";
        var line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) : null;
        var value = line?[field.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0] ?? "";
        return new("RLIMIT_MEMLOCK", value, KernelRelease.Version < Errors.Permissions.WithoutMemoryLimit
            ? "bytes: maps and programs count"
            : $"not counted since Linux {Errors.Permissions.WithoutMemoryLimit}: the control group's memory is");
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
