using System.Runtime.CompilerServices;

namespace Sluice.Runtime.Maps.Hashes;

/// <summary>Mixes words into a hash: a 64 by 64 bit multiplication, folded, spreads every input bit over the result.</summary>
static class KeyMixing
{
    // Odd, with as many ones as zeros, and no pattern: the first digits of the square roots of 2, 3 and 5.
    const ulong First = 0x6a09_e667_f3bc_c909, Second = 0xbb67_ae85_84ca_a73b, Third = 0x3c6e_f372_fe94_f82b;

    /// <summary>Hashes one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong word, ulong seed) => Fold(Fold(word ^ seed ^ First, Second), seed ^ Third);

    /// <summary>Hashes two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong first, ulong second, ulong seed) => Fold(Fold(first ^ seed ^ First, second ^ Second), seed ^ Third);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
