using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects;

/// <summary>One function of an object: its instructions as compiled, and the places that name something outside it.</summary>
public sealed record FunctionSpec
{
    /// <summary>The symbol's name.</summary>
    public required string Name { get; init; }

    /// <summary>The section it stands in.</summary>
    public required string Section { get; init; }

    /// <summary>Its first slot within that section.</summary>
    public int SectionOffset { get; init; }

    /// <summary>Its instructions, as in the file: nothing is relocated.</summary>
    public required ImmutableArray<BpfInstruction> Instructions { get; init; }

    /// <summary>The places to fill in, by slot.</summary>
    public ImmutableArray<Relocation> Relocations { get; init; } = [];

    /// <summary>The CO-RE relocations, by slot within the function.</summary>
    public ImmutableArray<CoreRelocation> CoreRelocations { get; init; } = [];

    /// <summary>Where its instructions come from, by slot.</summary>
    public ImmutableArray<SourceLine> Lines { get; init; } = [];

    /// <summary>Is the symbol visible outside the object? Global functions are verified on their own.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Does it give way to another global function of its name (<c>__weak</c>)?</summary>
    public bool IsWeak { get; init; }

    /// <summary>Is it global to what is linked into one object only (<c>__hidden</c>)? Then it is verified where it is called, like a static
    /// function.</summary>
    /// <remarks>tools/lib/bpf/libbpf.c, mark_btf_static.</remarks>
    public bool IsHidden { get; init; }

    /// <summary>The id of its BTF function type, or 0.</summary>
    public int TypeId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Section}/{Name} ({Instructions.Length} instructions)";
}
