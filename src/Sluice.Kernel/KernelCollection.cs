using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Pins;
using Sluice.Kernel.Programs;

namespace Sluice.Kernel;

/// <summary>The programs and maps of one object in the kernel.</summary>
/// <remarks>Owns their descriptors, but not those of maps that were shared with it. Attached programs and pinned maps
/// outlive it.</remarks>
public sealed class KernelCollection : IBpfCollection
{
    readonly List<IDisposable> _owned;
    readonly List<string> _pins;

    internal KernelCollection(
        BpfObject spec, IReadOnlyDictionary<string, KernelProgram> programs, IReadOnlyDictionary<string, KernelMap> maps,
        IEnumerable<IDisposable> owned, IEnumerable<string> pins)
    {
        (Spec, Programs, Maps, _owned, _pins) = (spec, programs, maps, [.. owned], [.. pins]);
        AllPrograms = programs.ToDictionary(entry => entry.Key, IBpfProgram (entry) => entry.Value, StringComparer.Ordinal);
        AllMaps = maps.ToDictionary(entry => entry.Key, IBpfMap (entry) => entry.Value, StringComparer.Ordinal);
    }

    /// <summary>The object.</summary>
    public BpfObject Spec { get; }

    /// <summary>The programs, by name.</summary>
    public IReadOnlyDictionary<string, KernelProgram> Programs { get; }

    /// <summary>The maps, by name.</summary>
    public IReadOnlyDictionary<string, KernelMap> Maps { get; }

    IReadOnlyDictionary<string, IBpfProgram> AllPrograms { get; }

    IReadOnlyDictionary<string, IBpfMap> AllMaps { get; }

    IReadOnlyDictionary<string, IBpfProgram> IBpfCollection.Programs => AllPrograms;

    IReadOnlyDictionary<string, IBpfMap> IBpfCollection.Maps => AllMaps;

    /// <summary>Removes the pins that the load has made; those of maps that it found pinned stay.</summary>
    /// <remarks>For who loads in order to do something that then fails.</remarks>
    /// <exception cref="IOException">One cannot be removed.</exception>
    public void RemoveNewPins()
    {
        _pins.ForEach(BpfFileSystem.Unpin);
        _pins.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in _owned)
            owned.Dispose();
        _owned.Clear();
    }
}
