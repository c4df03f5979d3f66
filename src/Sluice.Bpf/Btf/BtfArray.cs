namespace Sluice.Bpf.Btf;

/// <summary>An array (BTF_KIND_ARRAY).</summary>
public sealed class BtfArray : BtfType
{
    /// <summary>The elements' type.</summary>
    public BtfType Element { get; internal set; } = null!;

    /// <summary>The index type.</summary>
    public BtfType Index { get; internal set; } = null!;

    /// <summary>Elements; 0 for a flexible array member.</summary>
    public int Count { get; internal init; }
}
