namespace Sluice.Verifier.Domain;

/// <summary>What is known of a 64-bit number: bounds of it and of its lower half, unsigned and signed, and its bits.</summary>
/// <remarks>
/// The parts are kept consistent: <see cref="Normalized"/> tells each what the others know. A number that cannot be is
/// <see cref="IsEmpty"/>.
/// </remarks>
readonly record struct Scalar
{
    /// <summary>The unsigned bounds.</summary>
    public ulong Min { get; init; }

    /// <inheritdoc cref="Min"/>
    public ulong Max { get; init; }

    /// <summary>The signed bounds.</summary>
    public long SignedMin { get; init; }

    /// <inheritdoc cref="SignedMin"/>
    public long SignedMax { get; init; }

    /// <summary>The unsigned bounds of the lower half.</summary>
    public uint Min32 { get; init; }

    /// <inheritdoc cref="Min32"/>
    public uint Max32 { get; init; }

    /// <summary>The signed bounds of the lower half.</summary>
    public int SignedMin32 { get; init; }

    /// <inheritdoc cref="SignedMin32"/>
    public int SignedMax32 { get; init; }

    /// <summary>What is known of the bits.</summary>
    public KnownBits Bits { get; init; }

    /// <summary>Any number.</summary>
    public static Scalar Unknown { get; } = new()
    {
        Max = ulong.MaxValue,
        SignedMin = long.MinValue,
        SignedMax = long.MaxValue,
        Max32 = uint.MaxValue,
        SignedMin32 = int.MinValue,
        SignedMax32 = int.MaxValue,
        Bits = KnownBits.Unknown,
    };

    /// <summary>Zero.</summary>
    public static Scalar Zero => Constant(0);

    /// <summary>Is it one number only?</summary>
    public bool IsConstant => Min == Max;

    /// <summary>Is the lower half one number only?</summary>
    public bool IsConstant32 => Min32 == Max32;

    /// <summary>Can there be no such number? The path that led to it cannot be taken.</summary>
    public bool IsEmpty => Min > Max || SignedMin > SignedMax || Min32 > Max32 || SignedMin32 > SignedMax32;

    /// <summary>Does it fit into 32 bits, unsigned?</summary>
    public bool IsHalf => Max <= uint.MaxValue;

    /// <summary>The number <paramref name="value"/>.</summary>
    public static Scalar Constant(ulong value) => new()
    {
        Min = value,
        Max = value,
        SignedMin = (long)value,
        SignedMax = (long)value,
        Min32 = (uint)value,
        Max32 = (uint)value,
        SignedMin32 = (int)value,
        SignedMax32 = (int)value,
        Bits = KnownBits.Constant(value),
    };

    /// <summary>A number between two unsigned bounds.</summary>
    public static Scalar Between(ulong min, ulong max) => (Unknown with { Min = min, Max = max }).Normalized();

    /// <summary>A number between two signed bounds.</summary>
    public static Scalar BetweenSigned(long min, long max) => (Unknown with { SignedMin = min, SignedMax = max }).Normalized();

    /// <summary>A number of so many bytes, zero-extended.</summary>
    public static Scalar OfBytes(int bytes) => bytes >= 8 ? Unknown : Between(0, (1UL << bytes * 8) - 1);

    /// <summary>May it be <paramref name="value"/>?</summary>
    public bool Contains(ulong value) => value >= Min && value <= Max && (long)value >= SignedMin && (long)value <= SignedMax
        && (uint)value >= Min32 && (uint)value <= Max32 && (int)value >= SignedMin32 && (int)value <= SignedMax32
        && Bits.Contains(value);

    /// <summary>Does <paramref name="other"/> hold every number that this may be?</summary>
    public bool IsWithin(in Scalar other) =>
        Min >= other.Min && Max <= other.Max && SignedMin >= other.SignedMin && SignedMax <= other.SignedMax
        && Min32 >= other.Min32 && Max32 <= other.Max32 && SignedMin32 >= other.SignedMin32
        && SignedMax32 <= other.SignedMax32 && Bits.IsWithin(other.Bits);

    /// <summary>A number that may be either.</summary>
    public Scalar Join(in Scalar other) => new()
    {
        Min = Math.Min(Min, other.Min),
        Max = Math.Max(Max, other.Max),
        SignedMin = Math.Min(SignedMin, other.SignedMin),
        SignedMax = Math.Max(SignedMax, other.SignedMax),
        Min32 = Math.Min(Min32, other.Min32),
        Max32 = Math.Max(Max32, other.Max32),
        SignedMin32 = Math.Min(SignedMin32, other.SignedMin32),
        SignedMax32 = Math.Max(SignedMax32, other.SignedMax32),
        Bits = Bits.Join(other.Bits),
    };

    /// <summary>A number that both describe; empty if there is none.</summary>
    public Scalar Meet(in Scalar other)
    {
        if (Bits.Contradicts(other.Bits))
            return this with { Min = 1, Max = 0 };
        return (MeetHalf(other) with
        {
            Min = Math.Max(Min, other.Min),
            Max = Math.Min(Max, other.Max),
            SignedMin = Math.Max(SignedMin, other.SignedMin),
            SignedMax = Math.Min(SignedMax, other.SignedMax),
            Bits = Bits.Meet(other.Bits),
        }).Normalized();
    }

    /// <summary>This number, whose lower half equals the other's; empty if it cannot.</summary>
    public Scalar MeetLowerHalf(in Scalar other)
    {
        var half = other.Bits.Truncate(32) | new KnownBits(0, ulong.MaxValue << 32);
        if (Bits.Contradicts(half))
            return this with { Min = 1, Max = 0 };
        return (MeetHalf(other) with { Bits = Bits.Meet(half) }).Normalized();
    }

    /// <summary>The lower half, zero-extended.</summary>
    public Scalar ZeroExtended() => (Unknown with
    {
        Min = Min32,
        Max = Max32,
        SignedMin = Min32,
        SignedMax = Max32,
        Min32 = Min32,
        Max32 = Max32,
        SignedMin32 = SignedMin32,
        SignedMax32 = SignedMax32,
        Bits = Bits.Truncate(32),
    }).Normalized();

    /// <summary>The lowest <paramref name="bytes"/> bytes, zero-extended.</summary>
    public Scalar Truncated(int bytes)
    {
        if (bytes >= 8)
            return this;
        if (bytes == 4)
            return ZeroExtended();
        var max = (1UL << bytes * 8) - 1;
        if (Max <= max)
            return this;
        return (Unknown with { Max = max, Bits = Bits.Truncate(bytes * 8) }).Normalized();
    }

    /// <summary>The lowest <paramref name="bytes"/> bytes, sign-extended to 64 bits.</summary>
    public Scalar SignExtended(int bytes)
    {
        var bits = bytes * 8;
        var most = (1L << bits - 1) - 1;
        if (SignedMin >= -most - 1 && SignedMax <= most)
            return this;
        var shifted = (Bits << 64 - bits) >> 64 - bits;
        var result = Unknown with { SignedMin = -most - 1, SignedMax = most, Bits = shifted };
        if (bytes == 4)
            result = result with { SignedMin = SignedMin32, SignedMax = SignedMax32 };
        return result.Normalized();
    }

    /// <summary>Each part, with what the others know.</summary>
    public Scalar Normalized()
    {
        var known = this;
        for (var round = 0; round < 3; round++)
        {
            var next = known.Exchanged();
            if (next.IsEmpty || next == known)
                return next;
            known = next;
        }

        return known;
    }

    /// <summary>This number, with the bounds of both lower halves.</summary>
    public Scalar MeetHalf(in Scalar other) => this with
    {
        Min32 = Math.Max(Min32, other.Min32),
        Max32 = Math.Min(Max32, other.Max32),
        SignedMin32 = Math.Max(SignedMin32, other.SignedMin32),
        SignedMax32 = Math.Min(SignedMax32, other.SignedMax32),
    };

    Scalar Exchanged()
    {
        const long sign = long.MinValue;
        var (min, max) = (Math.Max(Min, Bits.Least), Math.Min(Max, Bits.Greatest));
        var signedMin = Math.Max(SignedMin, (long)Bits.Value | ((long)Bits.Mask & sign));
        var signedMax = Math.Min(SignedMax, (long)Bits.Value | ((long)Bits.Mask & ~sign));
        var (min32, max32) = (Math.Max(Min32, (uint)Bits.Value), Math.Min(Max32, (uint)Bits.Greatest));
        var signedMin32 = Math.Max(SignedMin32, (int)Bits.Value | ((int)Bits.Mask & int.MinValue));
        var signedMax32 = Math.Min(SignedMax32, (int)Bits.Value | ((int)Bits.Mask & ~int.MinValue));

        // Where both bounds have the same sign, signed and unsigned order agree.
        if ((long)(min ^ max) >= 0)
            (signedMin, signedMax) = (Math.Max(signedMin, (long)min), Math.Min(signedMax, (long)max));
        if ((signedMin ^ signedMax) >= 0)
            (min, max) = (Math.Max(min, (ulong)signedMin), Math.Min(max, (ulong)signedMax));
        if ((int)(min32 ^ max32) >= 0)
            (signedMin32, signedMax32) = (Math.Max(signedMin32, (int)min32), Math.Min(signedMax32, (int)max32));
        if ((signedMin32 ^ signedMax32) >= 0)
            (min32, max32) = (Math.Max(min32, (uint)signedMin32), Math.Min(max32, (uint)signedMax32));

        // Where the upper half is one number, the whole and the lower half have the same order.
        if (min >> 32 == max >> 32)
        {
            var upper = min & 0xffff_ffff_0000_0000;
            (min32, max32) = (Math.Max(min32, (uint)min), Math.Min(max32, (uint)max));
            (min, max) = (Math.Max(min, upper | min32), Math.Min(max, upper | max32));
        }

        if (signedMin >= int.MinValue && signedMax <= int.MaxValue)
        {
            (signedMin32, signedMax32) = (Math.Max(signedMin32, (int)signedMin), Math.Min(signedMax32, (int)signedMax));
            (signedMin, signedMax) = (Math.Max(signedMin, signedMin32), Math.Min(signedMax, signedMax32));
        }

        var bits = Bits;
        if (min <= max && min32 <= max32)
        {
            var prefix = KnownBits.Of(min, max);
            var half = KnownBits.Of(min32, max32) | new KnownBits(0, ulong.MaxValue << 32);
            if (bits.Contradicts(prefix) || bits.Contradicts(half))
                (min, max) = (1, 0);
            bits = bits.Meet(prefix).Meet(half);
        }

        return new()
        {
            Min = min,
            Max = max,
            SignedMin = signedMin,
            SignedMax = signedMax,
            Min32 = min32,
            Max32 = max32,
            SignedMin32 = signedMin32,
            SignedMax32 = signedMax32,
            Bits = bits,
        };
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsConstant)
            return SignedMin is < 0 and > -65536 ? $"{SignedMin}" : $"{Min}";
        if (Min == 0 && Max == ulong.MaxValue)
        {
            return SignedMin != long.MinValue || SignedMax != long.MaxValue ? $"{SignedMin}..{SignedMax}"
                : Max32 != uint.MaxValue || Min32 != 0 ? $"lower half {Min32}..{Max32}" : "any number";
        }

        return SignedMin < 0 ? $"{SignedMin}..{SignedMax}" : $"{Min}..{Max}";
    }
}
