namespace Sluice.Bpf.Btf;

/// <summary>A typedef (BTF_KIND_TYPEDEF).</summary>
public sealed class BtfTypedef : BtfType
{
    /// <summary>What it stands for.</summary>
    public BtfType Target { get; internal set; } = null!;
}
