namespace Sluice.Chains.Semantics;

/// <summary>A variable or a parameter of a chain.</summary>
sealed class Variable(string name, ChainType type, SourceSpan declared, int low, int high)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its type.</summary>
    public ChainType Type { get; } = type;

    /// <summary>Where it first gets a value.</summary>
    public SourceSpan Declared { get; } = declared;

    /// <summary>Its register; of an IPv6 address, that of the lower half.</summary>
    public int Low { get; } = low;

    /// <summary>The register of an IPv6 address's upper half.</summary>
    public int High { get; } = high;

    /// <summary>Is its value used anywhere?</summary>
    public bool IsRead { get; set; }
}
