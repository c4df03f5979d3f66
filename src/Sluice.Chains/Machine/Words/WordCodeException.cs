namespace Sluice.Chains.Machine.Words;

/// <summary>Chain bytecode that the machine refuses.</summary>
public sealed class WordCodeException(string chain, int instruction, string found, string expected)
    : Exception($"chain {chain}, instruction {instruction}: found {found}, expected {expected}")
{
    /// <summary>The chain's name.</summary>
    public string Chain { get; } = chain;

    /// <summary>The slot, from 0.</summary>
    public int Instruction { get; } = instruction;
}
