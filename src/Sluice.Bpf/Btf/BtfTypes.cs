using System.Collections.Immutable;

namespace Sluice.Bpf.Btf;

/// <summary>A collection of types, as a <c>.BTF</c> section or a kernel holds it.</summary>
public sealed partial class BtfTypes
{
    /// <summary>All types by id; the first is <c>void</c>.</summary>
    public ImmutableArray<BtfType> All { get; internal init; } = [new BtfVoid()];

    /// <summary>The type with this id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public BtfType this[int id] => (uint)id < (uint)All.Length
        ? All[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"there are {All.Length} types");
}
