using System.Collections.Immutable;

namespace Sluice.Bpf.Btf;

/// <summary>An enumeration (BTF_KIND_ENUM, BTF_KIND_ENUM64).</summary>
public sealed class BtfEnum : BtfType
{
    /// <summary>Bytes.</summary>
    public int Size { get; internal init; }

    /// <summary>Are its values signed?</summary>
    public bool IsSigned { get; internal init; }

    /// <summary>Is it written as BTF_KIND_ENUM64?</summary>
    public bool Is64 { get; internal init; }

    /// <summary>The constants, in order.</summary>
    public ImmutableArray<BtfEnumValue> Values { get; internal init; } = [];
}
