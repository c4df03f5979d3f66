using System.Collections.Immutable;

namespace Sluice.Chains.Machine.Words;

/// <summary>A chain as the VM executes it, before it has a place.</summary>
/// <param name="Chain">The chain's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Words">Its words. Jumps count from the first; calls of chains name them in <see cref="MachineWord.Other"/>.</param>
public sealed record MachineCode(uint Chain, string Name, ImmutableArray<MachineWord> Words)
{
    /// <summary>The words at their place.</summary>
    /// <param name="start">The place of the first.</param>
    /// <param name="placeOf">The places of the chains that it calls.</param>
    public MachineWord[] PlaceAt(int start, Func<uint, int> placeOf)
    {
        var placed = Words.ToArray();
        foreach (ref var word in placed.AsSpan())
        {
            if (word.IsJump)
                word = word with { Then = (ushort)(word.Then + start), Other = (ushort)(word.Other + start) };
            else if (word.Operation == WordOperation.CallChain)
                word = word with { Then = (ushort)placeOf(word.Other) };
        }

        return placed;
    }
}
