namespace Sluice.Bpf.Platform;

/// <summary>What else holds for an argument.</summary>
[Flags]
public enum ArgFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The pointer may be null; a size of 0 goes with it.</summary>
    Nullable = 1,

    /// <summary>The memory is aligned to its size.</summary>
    Aligned = 2,

    /// <summary>The call releases what the argument refers to.</summary>
    Releases = 4,

    /// <summary>The memory lies in a map's value.</summary>
    InMapValue = 8,
}
