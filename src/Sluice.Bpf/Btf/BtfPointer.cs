namespace Sluice.Bpf.Btf;

/// <summary>A pointer (BTF_KIND_PTR): 8 bytes.</summary>
public sealed class BtfPointer : BtfType
{
    /// <summary>What it points to.</summary>
    public BtfType Target { get; internal set; } = null!;
}
