using System.Collections.Immutable;

namespace Sluice.Bpf.Btf;

/// <summary>A section of global variables (BTF_KIND_DATASEC); its name is the ELF section's.</summary>
public sealed class BtfDataSection : BtfType
{
    /// <summary>Bytes.</summary>
    public int Size { get; internal init; }

    /// <summary>The variables, in the order of the record.</summary>
    public ImmutableArray<BtfSectionVariable> Variables { get; internal set; } = [];
}
