namespace Sluice.Bpf.Btf;

/// <summary>Who sees a function or a variable (BTF_FUNC_STATIC and the following).</summary>
public enum BtfLinkage : byte
{
    /// <summary>Its own file.</summary>
    Static = 0,

    /// <summary>Everybody.</summary>
    Global = 1,

    /// <summary>It is defined elsewhere.</summary>
    Extern = 2,
}
