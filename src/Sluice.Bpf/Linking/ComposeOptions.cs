using System.Collections.Frozen;

namespace Sluice.Bpf.Linking;

/// <summary>How one object joins others in an <see cref="ObjectComposer"/>.</summary>
public sealed record ComposeOptions
{
    /// <summary>Alone, programs kept, nothing shared.</summary>
    public static ComposeOptions Default { get; } = new();

    /// <summary>
    /// A name for the object, such as its package's, which tells its symbols apart: one that is taken becomes
    /// <c>scope__name</c>. Maps of one scope that have the same name and shape are one map. Empty for none.
    /// </summary>
    public string Scope { get; init; } = "";

    /// <summary>The names of maps that are one with those of the same name in other objects that share them, too.</summary>
    /// <remarks>Maps that are pinned by name are always shared.</remarks>
    public IReadOnlySet<string> Shared { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What becomes of the object's programs.</summary>
    public ProgramTreatment Programs { get; init; }
}
