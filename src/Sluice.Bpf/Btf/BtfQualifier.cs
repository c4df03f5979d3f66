namespace Sluice.Bpf.Btf;

/// <summary>A type with <c>const</c>, <c>volatile</c>, <c>restrict</c> or a type tag (whose text is the name).</summary>
public sealed class BtfQualifier : BtfType
{
    /// <summary>Which one.</summary>
    public BtfQualifierKind Kind { get; internal init; }

    /// <summary>Is the text of a type tag a whole attribute and not the argument of <c>btf_type_tag</c> (the kind's flag)?</summary>
    public bool IsAttribute { get; internal init; }

    /// <summary>The qualified type.</summary>
    public BtfType Target { get; internal set; } = null!;
}
