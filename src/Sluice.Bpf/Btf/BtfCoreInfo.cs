using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Btf;

/// <summary>A CO-RE relocation in a section of instructions (struct bpf_core_relo).</summary>
/// <param name="Offset">Bytes from the section's start to the instruction.</param>
/// <param name="Type">The local type that the access starts from.</param>
/// <param name="Access">The path from there: "0:1:2", or an enumerator's index.</param>
/// <param name="Kind">What is asked.</param>
public readonly record struct BtfCoreInfo(int Offset, BtfType Type, string Access, CoreRelocationKind Kind)
{
    /// <summary>The same for a function that begins at slot <paramref name="start"/> of the section.</summary>
    public CoreRelocation ToRelocation(int start) => new(Offset / BpfInstruction.Size - start, Type, Access, Kind);
}
