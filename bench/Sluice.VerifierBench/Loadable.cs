using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Loading;

namespace Sluice.VerifierBench;

/// <summary>Makes of objects what their own loaders make of them before the load, as far as it can be guessed.</summary>
static class Loadable
{
    const int UsualEntries = 4096;

    // What programs are tried as whose section names no type, in this order: their loaders know.
    static readonly ProgramType[] s_types =
    [
        ProgramType.SchedClassifier, ProgramType.Xdp, ProgramType.SkSkb, ProgramType.SkMsg, ProgramType.LwtXmit, ProgramType.LwtSeg6Local,
        ProgramType.CgroupSkb, ProgramType.CgroupSock, ProgramType.Tracepoint,
    ];

    /// <summary>The object with the running kernel's configuration, and with as many entries in its maps as are usual where it says none.</summary>
    public static BpfObject From(BpfObject bpf)
    {
        if (OperatingSystem.IsLinux() && bpf.Maps.Any(map => map.DataSection == DataSections.Configuration))
            bpf = KernelConfiguration.Running.Resolve(bpf);
        return bpf with { Maps = [.. bpf.Maps.Select(Filled)] };
    }

    /// <summary>The program, of the first type that the kernel takes if its section names none; null if it takes none.</summary>
    public static ProgramSpec? Typed(BpfObject bpf, ProgramSpec program, KernelTimes kernel)
    {
        if (program.Type != ProgramType.Unspecified)
            return program;
        foreach (var type in s_types)
        {
            var typed = program with { Type = type };
            if (kernel.Load(With(bpf, typed), program.Name, 1).IsAccepted)
                return typed;
        }

        return null;
    }

    /// <summary>The object with this program in place of the one of its name.</summary>
    public static BpfObject With(BpfObject bpf, ProgramSpec program) =>
        bpf with { Programs = [.. bpf.Programs.Select(known => known.Name == program.Name ? program : known)] };

    static MapSpec Filled(MapSpec map) => map with
    {
        MaxEntries = map.MaxEntries == 0 && MapTypeTable.Find(map.Type)?.Entries is MapEntryRule.Positive or MapEntryRule.RingBytes ? UsualEntries : map.MaxEntries,
        Inner = map.Inner is { } inner ? Filled(inner) : null,
    };
}
