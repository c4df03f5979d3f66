using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Maps;

/// <summary>Says why one map cannot stand in for another.</summary>
static class MapDifference
{
    /// <summary>The first difference that matters, as <c>a key size of 4, expected 8</c>; null if there is none.</summary>
    /// <remarks>libbpf's rule for pins (map_is_reuse_compat): type, sizes, entries, options, map_extra.</remarks>
    public static string? Describe(MapSpec expected, MapSpec found)
    {
        if (expected.Type != found.Type)
            return $"type {found.Type}, expected {expected.Type}";
        return Describe("a key size of", found.KeySize, expected.KeySize)
            ?? Describe("a value size of", found.ValueSize, expected.ValueSize)
            ?? Describe("max_entries", found.MaxEntries, MapEntries(expected))
            ?? Describe("options", Flags(found), Flags(expected))
            ?? Describe("map_extra", found.Extra, expected.Extra);
    }

    static string? Describe<T>(string what, T found, T expected)
        where T : IEquatable<T> => found.Equals(expected) ? null : $"{what} {found}, expected {expected}";

    static int MapEntries(MapSpec spec) => spec is { Type: MapType.PerfEventArray, MaxEntries: 0 } ? PossibleCpus.Count : spec.MaxEntries;

    // The kernel marks maps of devices as read-only for programs by itself.
    static string Flags(MapSpec spec) =>
        (spec.Type is MapType.DevMap or MapType.DevMapHash ? spec.Flags & ~MapFlags.ReadOnlyProgram : spec.Flags).ToString();
}
