namespace Sluice.Chains.Code;

/// <summary>How a block ends.</summary>
public abstract record ChainTerminator
{
    /// <summary>Where in the script it comes from, or null.</summary>
    public SourcePlace? Place { get; init; }
}
