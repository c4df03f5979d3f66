namespace Sluice.Verifier.Domain;

/// <summary>What Linux tells each part of a number from the others: no more than <see cref="Scalar.Normalized"/>, and at times less.</summary>
/// <remarks>kernel/bpf/verifier.c of Linux 6.18, reg_bounds_sync and reg_bounds_sanity_check.</remarks>
static class LinuxBounds
{
    const int Rounds = 3;

    /// <summary>The number as Linux knows it; where its parts contradict each other, the bits alone.</summary>
    public static Scalar Sync(Scalar number)
    {
        number = FromBits(number);
        for (var round = 0; round < Rounds; round++)
            number = Mixed(Whole(Half(number)));
        number = FromBits(WithBits(number));
        return IsConsistent(number) ? number : Scalar.Unknown with { Bits = number.Bits };
    }

    /// <summary>The lowest <paramref name="bytes"/> bytes, sign-extended, as Linux knows it: by the signed bounds, if one sign is certain.</summary>
    /// <remarks>coerce_reg_to_size_sx, and coerce_subreg_to_size_sx where the lower <paramref name="half"/> alone is extended.</remarks>
    public static Scalar SignExtended(in Scalar number, int bytes, bool half)
    {
        var shift = 64 - bytes * 8;
        if (number.Bits.IsConstant)
            return Scalar.Constant((ulong)((long)(number.Bits.Value << shift) >> shift));
        var (least, most) = half ? (number.SignedMin32, number.SignedMax32) : (number.SignedMin, number.SignedMax);
        var (low, high) = (least << shift >> shift, most << shift >> shift);
        if (least >> bytes * 8 == most >> bytes * 8 && low < 0 == high < 0)
            return Scalar.BetweenSigned(Math.Min(low, high), Math.Max(low, high));
        var limit = 1L << bytes * 8 - 1;
        return Scalar.Unknown with { SignedMin = -limit, SignedMax = limit - 1, SignedMin32 = (int)-limit, SignedMax32 = (int)(limit - 1) };
    }

    static bool IsConsistent(in Scalar number) => !number.IsEmpty
        && (!number.Bits.IsConstant || (number.IsConstant && number.SignedMin == number.SignedMax && number.Min == number.Bits.Value))
        && (!number.Bits.Truncate(32).IsConstant || (number.IsConstant32 && number.SignedMin32 == number.SignedMax32 && number.Min32 == (uint)number.Bits.Value));

    static Scalar FromBits(in Scalar number)
    {
        var bits = number.Bits;
        return number with
        {
            Min = Math.Max(number.Min, bits.Least),
            Max = Math.Min(number.Max, bits.Greatest),
            SignedMin = Math.Max(number.SignedMin, (long)(bits.Value | (bits.Mask & 1UL << 63))),
            SignedMax = Math.Min(number.SignedMax, (long)(bits.Value | (bits.Mask & long.MaxValue))),
            Min32 = Math.Max(number.Min32, (uint)bits.Least),
            Max32 = Math.Min(number.Max32, (uint)bits.Greatest),
            SignedMin32 = Math.Max(number.SignedMin32, (int)((uint)bits.Value | ((uint)bits.Mask & 1U << 31))),
            SignedMax32 = Math.Min(number.SignedMax32, (int)((uint)bits.Value | ((uint)bits.Mask & int.MaxValue))),
        };
    }

    // __reg32_deduce_bounds
    static Scalar Half(in Scalar number)
    {
        var half = HalfOf(HalfOf(number, number.Min, number.Max), (ulong)number.SignedMin, (ulong)number.SignedMax);
        var (min, max, signedMin, signedMax) = (half.Min32, half.Max32, half.SignedMin32, half.SignedMax32);
        if ((int)min <= (int)max)
            (signedMin, signedMax) = (Math.Max(signedMin, (int)min), Math.Min(signedMax, (int)max));
        if ((uint)signedMin <= (uint)signedMax)
            (min, max) = (Math.Max(min, (uint)signedMin), Math.Min(max, (uint)signedMax));
        return number with { Min32 = min, Max32 = max, SignedMin32 = signedMin, SignedMax32 = signedMax };
    }

    // What bounds of the whole, unsigned or signed, tell of the lower half.
    static Scalar HalfOf(in Scalar number, ulong least, ulong most)
    {
        var (min, max, signedMin, signedMax) = (number.Min32, number.Max32, number.SignedMin32, number.SignedMax32);
        if (least >> 32 == most >> 32)
        {
            if ((uint)least <= (uint)most)
                (min, max) = (Math.Max(min, (uint)least), Math.Min(max, (uint)most));
            if ((int)least <= (int)most)
                (signedMin, signedMax) = (Math.Max(signedMin, (int)least), Math.Min(signedMax, (int)most));
        }
        else if ((uint)(least >> 32) + 1 == (uint)(most >> 32) && (int)least < 0 && (int)most >= 0)
        {
            // From one upper half to the next, the lower one goes from negative to positive.
            (signedMin, signedMax) = (Math.Max(signedMin, (int)least), Math.Min(signedMax, (int)most));
        }

        return number with { Min32 = min, Max32 = max, SignedMin32 = signedMin, SignedMax32 = signedMax };
    }

    // __reg64_deduce_bounds
    static Scalar Whole(in Scalar number)
    {
        var (min, max, signedMin, signedMax) = (number.Min, number.Max, number.SignedMin, number.SignedMax);
        if ((long)min <= (long)max)
            (signedMin, signedMax) = (Math.Max(signedMin, (long)min), Math.Min(signedMax, (long)max));
        if ((ulong)signedMin <= (ulong)signedMax)
            (min, max) = (Math.Max(min, (ulong)signedMin), Math.Min(max, (ulong)signedMax));
        else if (max < (ulong)signedMin)
            (signedMin, max) = ((long)min, Math.Min(max, (ulong)signedMax));
        else if ((ulong)signedMax < min)
            (signedMax, min) = ((long)max, Math.Max(min, (ulong)signedMin));
        return number with { Min = min, Max = max, SignedMin = signedMin, SignedMax = signedMax };
    }

    // __reg_deduce_mixed_bounds. The last rule replaces bounds of the whole by those of the half, which may be wider.
    static Scalar Mixed(in Scalar number)
    {
        const ulong upper = 0xffff_ffff_0000_0000;
        var known = number with
        {
            Min = Math.Max(number.Min, (number.Min & upper) | number.Min32),
            Max = Math.Min(number.Max, (number.Max & upper) | number.Max32),
            SignedMin = Math.Max(number.SignedMin, (long)(((ulong)number.SignedMin & upper) | number.Min32)),
            SignedMax = Math.Min(number.SignedMax, (long)(((ulong)number.SignedMax & upper) | number.Max32)),
        };
        if (known.SignedMin32 < 0 || known.SignedMin < int.MinValue || known.SignedMax > int.MaxValue)
            return known;
        return known with
        {
            SignedMin = known.SignedMin32,
            SignedMax = known.SignedMax32,
            Min = (ulong)known.SignedMin32,
            Max = (ulong)known.SignedMax32,
            Bits = known.Bits.Meet(KnownBits.Of((ulong)known.SignedMin32, (ulong)known.SignedMax32)),
        };
    }

    // __reg_bound_offset
    static Scalar WithBits(in Scalar number)
    {
        var bits = number.Bits.Meet(KnownBits.Of(number.Min, number.Max));
        var half = bits.Truncate(32).Meet(KnownBits.Of(number.Min32, number.Max32));
        return number with { Bits = new((bits.Value & ulong.MaxValue << 32) | half.Value, (bits.Mask & ulong.MaxValue << 32) | half.Mask) };
    }
}
