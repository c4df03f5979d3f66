using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>A map of a composed object that holds no global data.</summary>
/// <param name="spec">The map as the first part that brought it has it.</param>
/// <param name="scope">That part's scope.</param>
/// <param name="isShared">Is it one for all parts that share its name?</param>
sealed class MapEntry(MapSpec spec, string scope, bool isShared)
{
    /// <summary>The map as the first part that brought it has it.</summary>
    public MapSpec Spec { get; } = spec;

    /// <summary>That part's scope.</summary>
    public string Scope { get; } = scope;

    /// <summary>Is it one for all parts that share its name?</summary>
    public bool IsShared { get; } = isShared;

    /// <summary>Its name in the composed object.</summary>
    public required string Name { get; init; }

    /// <summary>Its initial slots, each with the part whose names it uses.</summary>
    public List<(int Index, string Symbol, Part Part)> Slots { get; } = [];
}
