using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Analysis;

/// <summary>Which maps a program may name at all, whatever it does with them.</summary>
/// <remarks>kernel/bpf/verifier.c, check_map_prog_compatibility; is_tracing_prog_type.</remarks>
static class MapUseCheck
{
    static readonly ProgramTypeSet s_probes =
        [ProgramType.Kprobe, ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.RawTracepoint, ProgramType.RawTracepointWritable];

    static readonly MapTypeSet s_ofSleepers =
    [
        MapType.Hash, MapType.LruHash, MapType.Array, MapType.PerCpuHash, MapType.PerCpuArray, MapType.LruPerCpuHash, MapType.ArrayOfMaps,
        MapType.HashOfMaps, MapType.RingBuffer, MapType.UserRingBuffer, MapType.InodeStorage, MapType.SkStorage, MapType.TaskStorage,
        MapType.CgrpStorage, MapType.Queue, MapType.Stack, MapType.Arena,
    ];

    /// <summary>The first flaw, or null.</summary>
    public static Rejection? Find(ProgramCode code, VerifierMode mode)
    {
        if (mode != VerifierMode.Linux)
            return null;
        for (var index = 0; index < code.Program.Maps.Length; index++)
        {
            if (Fault(code.Program.Spec, code.Program.Maps[index]) is not { } fault)
                continue;
            return StructureCheck.At(code, Math.Max(0, SlotOf(code, index)), RejectionKind.ForbiddenAccess,
                $"names map '{code.Program.Maps[index].Name}', {fault}", "keep it in a map that other programs use");
        }

        return null;
    }

    static string? Fault(ProgramSpec program, MapSpec map)
    {
        var fields = SpecialFields.Of(map);
        var type = ProgramTypeTable.Find(program.Type)!.Name;
        if (s_probes.Contains(program.Type) && fields.KeptFromProbes is { } kept)
            return $"whose values hold {kept}: Linux keeps it from programs of type {type}";
        if (program.Type == ProgramType.SocketFilter && fields.SpinLock >= 0)
            return $"whose values hold the spin lock: Linux keeps it from programs of type {type}";
        return program.IsSleepable && !s_ofSleepers.Contains(map.Type)
            ? $"which is of type {MapTypeTable.Find(map.Type)?.Name ?? map.Type.ToString()}: Linux keeps it from programs that may sleep"
            : null;
    }

    static int SlotOf(ProgramCode code, int index)
    {
        for (var slot = 0; slot < code.Forms.Length; slot += code.Forms[slot]!.Slots)
        {
            if (code.Forms[slot]!.Operation is Operation.LoadMapByIndex or Operation.LoadMapValueByIndex && code.Instructions[slot].Immediate == index)
                return slot;
        }

        return -1;
    }
}
