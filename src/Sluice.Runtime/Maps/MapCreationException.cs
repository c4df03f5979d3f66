using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Maps;

/// <summary>A map that cannot be made.</summary>
public sealed class MapCreationException(MapSpec spec, MapFault fault)
    : Exception($"cannot make a map: {fault.Message}")
{
    /// <summary>What it should have been.</summary>
    public MapSpec Spec { get; } = spec;

    /// <summary>What Linux answers to the same request.</summary>
    public Errno Error { get; } = fault.Error;
}
