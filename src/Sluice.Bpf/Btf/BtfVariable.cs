namespace Sluice.Bpf.Btf;

/// <summary>A global variable (BTF_KIND_VAR).</summary>
public sealed class BtfVariable : BtfType
{
    /// <summary>Its type.</summary>
    public BtfType Type { get; internal set; } = null!;

    /// <summary>Static, global or extern.</summary>
    public BtfLinkage Linkage { get; internal init; }
}
