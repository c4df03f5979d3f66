using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Maps.Nested;

/// <summary>Which maps a map of maps takes.</summary>
static class InnerMapRules
{
    /// <summary>Can a map made from <paramref name="spec"/> stand where <paramref name="model"/> was announced?</summary>
    /// <remarks>kernel/bpf/map_in_map.c, bpf_map_meta_equal, and array_map_meta_equal: programs were proved against the
    /// model, and an array's bounds with it unless it has BPF_F_INNER_MAP.</remarks>
    public static bool Fits(MapSpec model, MapSpec spec) =>
        (model.Type, model.KeySize, model.ValueSize, model.Flags) == (spec.Type, spec.KeySize, spec.ValueSize, spec.Flags)
        && (model.MaxEntries == spec.MaxEntries || !IsBounded(model));

    static bool IsBounded(MapSpec model) =>
        model.Type is MapType.Array or MapType.PerCpuArray && !model.Flags.HasFlag(MapFlags.InnerMap);
}
