namespace Sluice.Bpf.Btf;

/// <summary>An array (BTF_KIND_ARRAY).</summary>
public sealed class BtfArray : BtfType
{
    /// <summary>The elements' type.</summary>
    public BtfType Element { get; internal set; } = null!;

    /// <summary>The index type.</summary>
    public BtfType Index { get; internal set; } = null!;

    /// <summary>Elements; 0 for a flexible array member. At most 2^31 - 1, even where <see cref="Length"/> is more.</summary>
    public int Count => (int)Math.Min(Length, int.MaxValue);

    /// <summary>Elements as the record tells them: map definitions use it to state any number of 32 bits.</summary>
    public uint Length { get; internal init; }
}
