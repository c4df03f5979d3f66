namespace Sluice.Chains.Code;

/// <summary>One step of a chain's intermediate code.</summary>
/// <remarks>Registers are virtual, hold 64 bits, and are numbered from 0; the first hold the chain's arguments.</remarks>
public abstract record ChainOperation
{
    /// <summary>Where in the script it comes from, or null.</summary>
    public SourcePlace? Place { get; init; }
}
