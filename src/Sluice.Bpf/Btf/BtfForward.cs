namespace Sluice.Bpf.Btf;

/// <summary>A declaration without a definition (BTF_KIND_FWD).</summary>
public sealed class BtfForward : BtfType
{
    /// <summary>Does it declare a union? Otherwise a struct.</summary>
    public bool IsUnion { get; internal init; }
}
