namespace Sluice.Bpf.Btf;

/// <summary>A function (BTF_KIND_FUNC).</summary>
public sealed class BtfFunction : BtfType
{
    /// <summary>Its prototype.</summary>
    public BtfType Prototype { get; internal set; } = null!;

    /// <summary>Static, global or extern.</summary>
    public BtfLinkage Linkage { get; internal init; }
}
