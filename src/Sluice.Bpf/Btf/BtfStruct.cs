using System.Collections.Immutable;

namespace Sluice.Bpf.Btf;

/// <summary>A struct or a union (BTF_KIND_STRUCT, BTF_KIND_UNION).</summary>
public sealed class BtfStruct : BtfType
{
    /// <summary>Is it a union?</summary>
    public bool IsUnion { get; internal init; }

    /// <summary>Bytes.</summary>
    public int Size { get; internal init; }

    /// <summary>The members, in order.</summary>
    public ImmutableArray<BtfMember> Members { get; internal set; } = [];

    /// <summary>The member called <paramref name="name"/>, or null. Does not look into anonymous members.</summary>
    public BtfMember? FindMember(string name) => Members.FirstOrDefault(member => member.Name == name);
}
