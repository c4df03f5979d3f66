namespace Sluice.Bpf.Linking.Loading;

/// <summary>What a kernel's BTF may hold beyond that of Linux 5.15's.</summary>
[Flags]
public enum BtfFeatures
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Tags on declarations (BTF_KIND_DECL_TAG, Linux 5.16).</summary>
    DeclarationTags = 1,

    /// <summary>Tags on types (BTF_KIND_TYPE_TAG, Linux 5.17).</summary>
    TypeTags = 2,

    /// <summary>Enumerations of 64 bits, and signed ones (BTF_KIND_ENUM64 and the flag of BTF_KIND_ENUM, Linux 6.0).</summary>
    Enum64 = 4,

    /// <summary>Attributes on declarations and types (the flag of the tags, Linux 6.15).</summary>
    Attributes = 8,

    /// <summary>All of these.</summary>
    All = DeclarationTags | TypeTags | Enum64 | Attributes,
}
