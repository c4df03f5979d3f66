namespace Sluice.Chains.Semantics;

/// <summary>What the values of a type are.</summary>
public enum ChainTypeKind
{
    /// <summary>Whole numbers of 8, 16, 32 or 64 bits.</summary>
    Integer,

    /// <summary>Truth: 1 or 0.</summary>
    Boolean,

    /// <summary>IPv4 addresses.</summary>
    IPv4,

    /// <summary>IPv6 addresses.</summary>
    IPv6,

    /// <summary>MAC addresses.</summary>
    Mac,

    /// <summary>IPv4 prefixes; only constants are.</summary>
    IPv4Prefix,

    /// <summary>IPv6 prefixes; only constants are.</summary>
    IPv6Prefix,
}
