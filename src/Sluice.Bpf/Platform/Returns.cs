namespace Sluice.Bpf.Platform;

/// <summary>What a helper returns.</summary>
public enum Returns : byte
{
    /// <summary>A number.</summary>
    Scalar,

    /// <summary>0, or a negated <see cref="Errno"/>.</summary>
    Error,

    /// <summary>Nothing: r0 is not defined.</summary>
    Nothing,

    /// <summary>The address of a value of the map in the first argument, or null.</summary>
    MapValueOrNull,
}
