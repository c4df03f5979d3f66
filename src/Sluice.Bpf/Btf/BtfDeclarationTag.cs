namespace Sluice.Bpf.Btf;

/// <summary>A tag on a declaration (BTF_KIND_DECL_TAG); its name is the tag's text.</summary>
public sealed class BtfDeclarationTag : BtfType
{
    /// <summary>What is tagged.</summary>
    public BtfType Target { get; internal set; } = null!;

    /// <summary>Is its text a whole attribute and not the argument of <c>btf_decl_tag</c> (the kind's flag)?</summary>
    public bool IsAttribute { get; internal init; }

    /// <summary>The member or parameter, or -1 for the whole.</summary>
    public int Component { get; internal init; }
}
