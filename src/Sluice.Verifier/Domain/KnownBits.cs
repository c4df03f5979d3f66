using System.Numerics;

namespace Sluice.Verifier.Domain;

/// <summary>What is known of each bit of a number: where <see cref="Mask"/> is 0, the bit is that of <see cref="Value"/>.</summary>
/// <remarks>The domain of tristate numbers (Vishwanathan et al., CGO 2022). Value and mask have no bit in common.</remarks>
readonly record struct KnownBits(ulong Value, ulong Mask)
{
    /// <summary>Nothing is known.</summary>
    public static KnownBits Unknown => new(0, ulong.MaxValue);

    /// <summary>Is every bit known?</summary>
    public bool IsConstant => Mask == 0;

    /// <summary>The least number of these bits.</summary>
    public ulong Least => Value;

    /// <summary>The greatest number of these bits.</summary>
    public ulong Greatest => Value | Mask;

    /// <summary>How many of the lowest bits are known.</summary>
    public int KnownLowBits => BitOperations.TrailingZeroCount(Mask);

    /// <summary>Only the lowest bits, up to the first unknown one.</summary>
    public KnownBits LowBits()
    {
        var mask = KnownLowBits >= 64 ? 0 : ulong.MaxValue << KnownLowBits;
        return new(Value & ~mask, mask);
    }

    /// <summary>The number <paramref name="value"/>.</summary>
    public static KnownBits Constant(ulong value) => new(value, 0);

    /// <summary>What all numbers from <paramref name="least"/> to <paramref name="greatest"/> have in common: a prefix.</summary>
    public static KnownBits Of(ulong least, ulong greatest)
    {
        var differing = least ^ greatest;
        if (differing == 0)
            return Constant(least);
        var mask = ulong.MaxValue >> BitOperations.LeadingZeroCount(differing);
        return new(least & ~mask, mask);
    }

    /// <summary>May the number be <paramref name="value"/>?</summary>
    public bool Contains(ulong value) => ((value ^ Value) & ~Mask) == 0;

    /// <summary>Is all that is known of <paramref name="other"/>'s numbers known of these too?</summary>
    public bool IsWithin(KnownBits other) => (Mask & ~other.Mask) == 0 && ((Value ^ other.Value) & ~other.Mask) == 0;

    /// <summary>What both have in common.</summary>
    public KnownBits Join(KnownBits other)
    {
        var mask = Mask | other.Mask | (Value ^ other.Value);
        return new(Value & ~mask, mask);
    }

    /// <summary>What is known of a number that both describe. Contradictions are the caller's to see by the bounds.</summary>
    public KnownBits Meet(KnownBits other)
    {
        var mask = Mask & other.Mask;
        return new((Value | other.Value) & ~mask, mask);
    }

    /// <summary>Do the two contradict each other in some bit?</summary>
    public bool Contradicts(KnownBits other) => ((Value ^ other.Value) & ~Mask & ~other.Mask) != 0;

    /// <summary>The lowest <paramref name="bits"/> bits; those above are zero.</summary>
    public KnownBits Truncate(int bits)
    {
        var kept = bits >= 64 ? ulong.MaxValue : (1UL << bits) - 1;
        return new(Value & kept, Mask & kept);
    }

    // A bit of a sum is known where both operands' bits are and where the carry into it is the same for the least and the
    // greatest operands.
    public static KnownBits operator +(KnownBits a, KnownBits b)
    {
        var least = a.Value + b.Value;
        var carries = (least + a.Mask + b.Mask) ^ least;
        var mask = carries | a.Mask | b.Mask;
        return new(least & ~mask, mask);
    }

    // As for the sum: the borrow is the same for a's greatest minus b's least and for a's least minus b's greatest.
    public static KnownBits operator -(KnownBits a, KnownBits b)
    {
        var difference = a.Value - b.Value;
        var borrows = (difference + a.Mask) ^ (difference - b.Mask);
        var mask = borrows | a.Mask | b.Mask;
        return new(difference & ~mask, mask);
    }

    public static KnownBits operator &(KnownBits a, KnownBits b)
    {
        var ones = a.Value & b.Value;
        var possible = a.Greatest & b.Greatest;
        return new(ones, possible & ~ones);
    }

    public static KnownBits operator |(KnownBits a, KnownBits b)
    {
        var ones = a.Value | b.Value;
        return new(ones, (a.Mask | b.Mask) & ~ones);
    }

    public static KnownBits operator ^(KnownBits a, KnownBits b)
    {
        var mask = a.Mask | b.Mask;
        return new((a.Value ^ b.Value) & ~mask, mask);
    }

    // The lowest bits of a product depend on the same number of lowest bits of its factors, and its trailing zeros add up.
    public static KnownBits operator *(KnownBits a, KnownBits b)
    {
        if (a.IsConstant && b.IsConstant)
            return Constant(a.Value * b.Value);
        var zeros = Math.Min(63, BitOperations.TrailingZeroCount(a.Greatest) + BitOperations.TrailingZeroCount(b.Greatest));
        var known = Math.Max(zeros, Math.Min(63, Math.Min(a.KnownLowBits, b.KnownLowBits)));
        return new((a.Value * b.Value) & ((1UL << known) - 1), ulong.MaxValue << known);
    }

    public static KnownBits operator <<(KnownBits a, int bits) => new(a.Value << bits, a.Mask << bits);

    public static KnownBits operator >>>(KnownBits a, int bits) => new(a.Value >> bits, a.Mask >> bits);

    // An unknown sign spreads as unknown bits.
    public static KnownBits operator >>(KnownBits a, int bits) => new((ulong)((long)a.Value >> bits), (ulong)((long)a.Mask >> bits));
}
