namespace Sluice.Bpf.Btf;

/// <summary>How an integer is meant (BTF_INT_SIGNED and the following).</summary>
[Flags]
public enum BtfIntegerEncoding : byte
{
    /// <summary>Unsigned.</summary>
    None = 0,

    /// <summary>Signed.</summary>
    Signed = 1,

    /// <summary>A character.</summary>
    Character = 2,

    /// <summary><c>_Bool</c>.</summary>
    Boolean = 4,
}
