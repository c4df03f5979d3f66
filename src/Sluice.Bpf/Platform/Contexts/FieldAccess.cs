namespace Sluice.Bpf.Platform;

/// <summary>At which widths a field may be accessed. Every access is aligned to its width.</summary>
[Flags]
public enum FieldAccess : byte
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>The whole field, or a whole element of it.</summary>
    Whole = 1,

    /// <summary>Any smaller part.</summary>
    Parts = 2,

    /// <summary>A smaller part at the field's start only.</summary>
    Leading = 4,

    /// <summary>Two neighbouring elements at once.</summary>
    Pairs = 8,

    /// <summary>The whole field or any part of it.</summary>
    Narrow = Whole | Parts,
}
