namespace Sluice.Chains.Code;

/// <summary>Intermediate code that is not well-formed, or that a generator cannot express.</summary>
/// <param name="chain">The chain's name.</param>
/// <param name="place">Where in the script, or null.</param>
/// <param name="where">The block and operation, in words.</param>
/// <param name="found">What was found there.</param>
/// <param name="expected">What was expected.</param>
public sealed class ChainCodeException(string chain, SourcePlace? place, string where, string found, string expected)
    : Exception($"{(place is null ? "" : $"{place.File}:{place.Line}: ")}chain {chain}{(where.Length == 0 ? "" : $", {where}")}: "
        + $"found {found}, expected {expected}")
{
    /// <summary>The chain's name.</summary>
    public string Chain { get; } = chain;

    /// <summary>Where in the script, or null.</summary>
    public SourcePlace? Place { get; } = place;
}
