namespace Sluice.Bpf.Btf;

/// <summary>A floating-point number (BTF_KIND_FLOAT).</summary>
public sealed class BtfFloat : BtfType
{
    /// <summary>Bytes.</summary>
    public int Size { get; internal init; }
}
