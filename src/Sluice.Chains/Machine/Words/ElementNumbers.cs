namespace Sluice.Chains.Machine.Words;

/// <summary>What the numbers of elements stand for.</summary>
/// <param name="Function">The function's place among those of the VM's decision tree, or null if there is none.</param>
/// <param name="Chain">The chain's place in the VM's table, or null if there is none.</param>
public sealed record ElementNumbers(Func<uint, int?> Function, Func<uint, uint?> Chain)
{
    /// <summary>The bit that tells a chain's number from a function's, as published.</summary>
    public const uint ChainBit = 0x4000_0000;
}
