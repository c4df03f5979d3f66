using System.Numerics;

namespace Sluice.Packets;

/// <summary>Pseudo-random numbers that are the same on every machine and in every version: xoshiro256** (Blackman and
/// Vigna, "Scrambled linear pseudorandom number generators"), seeded by SplitMix64.</summary>
/// <remarks>Only integer and basic IEEE 754 arithmetic is used, whose results are exactly specified; no library function
/// such as a logarithm, whose last bit may differ between platforms. Not for secrets.</remarks>
sealed class DeterministicRandom
{
    ulong _a;
    ulong _b;
    ulong _c;
    ulong _d;

    public DeterministicRandom(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>Any 64 bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1. The bias of taking the upper half of a product is below
    /// 2⁻³² for bounds that fit 32 bits.</summary>
    public uint Next(uint bound) => (uint)Math.BigMul(Next(), bound, out _);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number of the exponential distribution with mean 1, by comparisons alone (von Neumann, "Various
    /// techniques used in connection with random digits", 1951).</summary>
    public double NextExponential()
    {
        for (var whole = 0; ; whole++)
        {
            var first = NextDouble();
            var last = first;
            var length = 1;
            for (var next = NextDouble(); next <= last; next = NextDouble())
            {
                last = next;
                length++;
            }

            if (length % 2 == 1)
                return whole + first;
        }
    }

    static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }
}
