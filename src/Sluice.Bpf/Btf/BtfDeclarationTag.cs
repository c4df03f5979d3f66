namespace Sluice.Bpf.Btf;

/// <summary>A tag on a declaration (BTF_KIND_DECL_TAG); its name is the tag's text.</summary>
public sealed class BtfDeclarationTag : BtfType
{
    /// <summary>What is tagged.</summary>
    public BtfType Target { get; internal set; } = null!;

    /// <summary>The member or parameter, or -1 for the whole.</summary>
    public int Component { get; internal init; }
}
