using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Analysis;

/// <summary>Which maps programs may refer to in Linux, whether they are reached or not.</summary>
/// <remarks>kernel/bpf/verifier.c, check_map_prog_compatibility.</remarks>
static class MapUseCheck
{
    // include/linux/bpf_verifier.h, is_tracing_prog_type: they may run within anything that holds a lock.
    static readonly ProgramTypeSet s_anywhere = [ProgramType.Kprobe, ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.RawTracepoint,
        ProgramType.RawTracepointWritable];

    static readonly MapTypeSet s_ofSleepers = [MapType.Hash, MapType.LruHash, MapType.Array, MapType.PerCpuHash, MapType.PerCpuArray, MapType.LruPerCpuHash,
        MapType.ArrayOfMaps, MapType.HashOfMaps, MapType.RingBuffer, MapType.UserRingBuffer, MapType.InodeStorage, MapType.SkStorage,
        MapType.TaskStorage, MapType.CgrpStorage, MapType.Queue, MapType.Stack, MapType.Arena];

    /// <summary>The first map that the program may not refer to, as a flaw; null if there is none.</summary>
    public static Rejection? Find(ProgramCode code)
    {
        var maps = code.Program.Maps;
        for (var slot = 0; slot < code.Forms.Length; slot += code.Forms[slot]!.Slots)
        {
            if (code.Forms[slot]!.Operation is not (Operation.LoadMapByIndex or Operation.LoadMapValueByIndex))
                continue;
            var index = code.Instructions[slot].Immediate;
            if ((uint)index < (uint)maps.Length && Obstacle(code.Program.Spec, maps[index]) is { } reason)
                return StructureCheck.At(code, slot, RejectionKind.ForbiddenAccess, reason, "");
        }

        return null;
    }

    static string? Obstacle(ProgramSpec program, MapSpec map)
    {
        if (program.IsSleepable && !s_ofSleepers.Contains(map.Type))
            return $"refers to map '{map.Name}', which is of type {MapTypeTable.Find(map.Type)?.Name ?? map.Type.ToString()}: programs that sleep may not";
        var fields = SpecialFields.Of(map);
        var (name, isRefused) = fields switch
        {
            { SpinLock: >= 0 } => ("a spin lock", s_anywhere.Contains(program.Type) || program.Type == ProgramType.SocketFilter),
            { Timer: >= 0 } => ("a timer", s_anywhere.Contains(program.Type)),
            { WorkQueue: >= 0 } => ("a work queue", s_anywhere.Contains(program.Type)),
            _ => ("", false),
        };
        return isRefused ? $"refers to map '{map.Name}' with {name} in its values, which Linux does not allow to program type {ProgramTypeTable.Find(program.Type)!.Name}" : null;
    }
}
