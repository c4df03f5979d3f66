using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>A function of a composed object.</summary>
/// <param name="part">Where it comes from, and whose names it uses.</param>
/// <param name="spec">The function as that part has it.</param>
sealed class FunctionEntry(Part part, FunctionSpec spec)
{
    /// <summary>Where it comes from.</summary>
    public Part Part { get; } = part;

    /// <summary>The function as its part has it.</summary>
    public FunctionSpec Spec { get; } = spec;

    /// <summary>Its name in the composed object.</summary>
    public string Name { get; set; } = spec.Name;

    /// <summary>The program that it is the entry of, or null for a sub-program.</summary>
    public ProgramSpec? Program { get; init; }

    /// <summary>Its type, where its part has types; else null.</summary>
    public BtfFunction? Type { get; init; }

    /// <summary>May other parts refer to it?</summary>
    public bool IsVisible => Program is not null || Spec.IsGlobal;
}
