using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking;

/// <summary>A piece of a function: instructions, what they name, and where they come from, by slot from the piece's first.</summary>
/// <remarks>Its jumps lead within it, or behind its last instruction.</remarks>
public sealed class CodeFragment
{
    /// <summary>The instructions.</summary>
    public List<BpfInstruction> Code { get; } = [];

    /// <summary>The places that name something outside the function.</summary>
    public List<Relocation> Relocations { get; } = [];

    /// <summary>The CO-RE relocations.</summary>
    public List<CoreRelocation> CoreRelocations { get; } = [];

    /// <summary>The source lines.</summary>
    public List<SourceLine> Lines { get; } = [];
}
