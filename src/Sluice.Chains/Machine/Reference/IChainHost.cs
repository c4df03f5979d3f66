namespace Sluice.Chains.Machine.Reference;

/// <summary>What surrounds chains on the reference machine: the functions that they call.</summary>
public interface IChainHost
{
    /// <summary>Calls a function.</summary>
    /// <param name="function">Its id.</param>
    /// <param name="arguments">As many registers as the call hands over, at most 4.</param>
    /// <param name="memory">The packet and what is shared; the function may change both, and the packet's length.</param>
    /// <returns>A value or a final verdict; null if there is no such function.</returns>
    ulong? Call(uint function, ReadOnlySpan<ulong> arguments, ChainMemory memory);
}
