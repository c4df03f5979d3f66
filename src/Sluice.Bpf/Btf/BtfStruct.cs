using System.Collections.Immutable;

namespace Sluice.Bpf.Btf;

/// <summary>A struct or a union (BTF_KIND_STRUCT, BTF_KIND_UNION).</summary>
public sealed class BtfStruct : BtfType
{
    int _alignment;

    /// <summary>Is it a union?</summary>
    public bool IsUnion { get; internal init; }

    /// <summary>Do its members carry sizes of bit fields (the kind's flag)? Kept so that writing gives what was read.</summary>
    internal bool HasBitFieldLayout { get; init; }

    /// <summary>Bytes.</summary>
    public int Size { get; internal init; }

    /// <summary>Its alignment in bytes, worked out once: structs nest, and each asks all its members.</summary>
    internal int Alignment => _alignment != 0 ? _alignment : _alignment = BtfSize.AlignmentOf(this);

    /// <summary>The members, in order.</summary>
    public ImmutableArray<BtfMember> Members { get; internal set; } = [];

    /// <summary>The member called <paramref name="name"/>, or null. Does not look into anonymous members.</summary>
    public BtfMember? FindMember(string name) => Members.FirstOrDefault(member => member.Name == name);
}
