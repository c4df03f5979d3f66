namespace Sluice.Bpf.Btf;

/// <summary>The qualifiers of a type.</summary>
public enum BtfQualifierKind : byte
{
    /// <summary>BTF_KIND_CONST.</summary>
    Const,

    /// <summary>BTF_KIND_VOLATILE.</summary>
    Volatile,

    /// <summary>BTF_KIND_RESTRICT.</summary>
    Restrict,

    /// <summary>BTF_KIND_TYPE_TAG.</summary>
    TypeTag,
}
