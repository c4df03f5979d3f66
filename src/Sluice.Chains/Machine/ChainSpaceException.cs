namespace Sluice.Chains.Machine;

/// <summary>The VM has no room for more chains.</summary>
public sealed class ChainSpaceException(int wanted, int free)
    : Exception($"the chains take {wanted} words of the VM, which has {free} free in pieces: make them shorter, or detach others")
{
    /// <summary>Words that the chains take.</summary>
    public int Wanted { get; } = wanted;

    /// <summary>Words that are free.</summary>
    public int Free { get; } = free;
}
