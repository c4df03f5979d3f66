using System.Collections.Immutable;

namespace Sluice.Bpf.Btf;

/// <summary>What <c>.BTF.ext</c> says about one section of instructions. Each list is ordered by offset, as in the file.</summary>
/// <param name="Name">The section's name.</param>
public sealed record BtfExtensionSection(string Name)
{
    /// <summary>Its functions.</summary>
    public ImmutableArray<BtfFunctionInfo> Functions { get; init; } = [];

    /// <summary>Its source lines.</summary>
    public ImmutableArray<BtfLineInfo> Lines { get; init; } = [];

    /// <summary>Its CO-RE relocations.</summary>
    public ImmutableArray<BtfCoreInfo> CoreRelocations { get; init; } = [];
}
