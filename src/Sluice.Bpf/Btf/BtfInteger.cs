namespace Sluice.Bpf.Btf;

/// <summary>An integer (BTF_KIND_INT).</summary>
public sealed class BtfInteger : BtfType
{
    /// <summary>Bytes.</summary>
    public int Size { get; internal init; }

    /// <summary>Bits, fewer than 8 times <see cref="Size"/> in old-style bit fields.</summary>
    public int Bits { get; internal init; }

    /// <summary>Bits from the start of the storage unit, in old-style bit fields.</summary>
    public int BitOffset { get; internal init; }

    /// <summary>Signed, character or boolean.</summary>
    public BtfIntegerEncoding Encoding { get; internal init; }

    /// <summary>Is it signed?</summary>
    public bool IsSigned => (Encoding & BtfIntegerEncoding.Signed) != 0;
}
