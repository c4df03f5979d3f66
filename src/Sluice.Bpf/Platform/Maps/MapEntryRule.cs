namespace Sluice.Bpf.Platform;

/// <summary>Which numbers of entries a map type allows.</summary>
public enum MapEntryRule : byte
{
    /// <summary>At least 1.</summary>
    Positive,

    /// <summary>0: entries come and go with what they belong to.</summary>
    Zero,

    /// <summary>1.</summary>
    One,

    /// <summary>Bytes of a ring: a power of two and a multiple of the page size.</summary>
    RingBytes,
}
