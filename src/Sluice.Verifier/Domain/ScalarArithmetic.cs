using System.Numerics;
using Sluice.Bpf.Instructions;

namespace Sluice.Verifier.Domain;

/// <summary>The instruction set's arithmetic on what is known of numbers.</summary>
/// <remarks>RFC 9669 section 4.1: 32-bit operations zero-extend; x / 0 is 0, x % 0 is x; shifts use the lowest 6 or 5 bits.</remarks>
static class ScalarArithmetic
{
    /// <summary>The result of <paramref name="operation"/> at <paramref name="bits"/> bits, 64 or 32.</summary>
    public static Scalar Apply(Operation operation, int bits, in Scalar a, in Scalar b)
    {
        if (bits == 32)
            return Apply(operation, 32, Narrow(operation, a), Narrow(operation, b), true);
        return Apply(operation, 64, a, b, false);
    }

    // Signed operations look at sign-extended halves, the others at zero-extended ones.
    static Scalar Narrow(Operation operation, in Scalar value) =>
        operation is Operation.SignedDivide or Operation.SignedModulo or Operation.ArithmeticShiftRight
            ? value.SignExtended(4)
            : value.ZeroExtended();

    static Scalar Apply(Operation operation, int bits, in Scalar a, in Scalar b, bool half)
    {
        if (a.IsConstant && b.IsConstant)
            return Scalar.Constant(Concrete(operation, bits, a.Min, b.Min));
        var result = operation switch
        {
            Operation.Add => half ? AddHalf(a, b) : Add(a, b),
            Operation.Subtract => half ? SubtractHalf(a, b) : Subtract(a, b),
            Operation.Multiply => Multiply(a, b),
            Operation.Divide => Divide(a, b),
            Operation.Modulo => Modulo(a, b),
            Operation.SignedDivide => SignedDivide(a, b, bits),
            Operation.SignedModulo => SignedModulo(a, b),
            Operation.Or => Or(a, b),
            Operation.And => And(a, b),
            Operation.Xor => Xor(a, b),
            Operation.ShiftLeft => ShiftLeft(a, Amount(b, bits)),
            Operation.ShiftRight => ShiftRight(a, Amount(b, bits)),
            Operation.ArithmeticShiftRight => ArithmeticShiftRight(a, Amount(b, bits)),
            _ => Scalar.Unknown,
        };
        return half ? result.ZeroExtended() : result;
    }

    /// <summary>The result for plain numbers.</summary>
    public static ulong Concrete(Operation operation, int bits, ulong a, ulong b) => bits == 64
        ? operation switch
        {
            Operation.Add => a + b,
            Operation.Subtract => a - b,
            Operation.Multiply => a * b,
            Operation.Divide => b == 0 ? 0 : a / b,
            Operation.Modulo => b == 0 ? a : a % b,
            Operation.SignedDivide => b == 0 ? 0 : b == ulong.MaxValue ? 0 - a : (ulong)((long)a / (long)b),
            Operation.SignedModulo => b == 0 ? a : b == ulong.MaxValue ? 0 : (ulong)((long)a % (long)b),
            Operation.Or => a | b,
            Operation.And => a & b,
            Operation.Xor => a ^ b,
            Operation.ShiftLeft => a << (int)(b & 63),
            Operation.ShiftRight => a >> (int)(b & 63),
            Operation.ArithmeticShiftRight => (ulong)((long)a >> (int)(b & 63)),
            _ => b,
        }
        : operation switch
        {
            Operation.SignedDivide => (uint)b == 0 ? 0 : (uint)((long)(int)a / (int)b),
            Operation.SignedModulo => (uint)b == 0 ? (uint)a : (uint)((long)(int)a % (int)b),
            Operation.ShiftLeft => (uint)a << (int)(b & 31),
            Operation.ShiftRight => (uint)a >> (int)(b & 31),
            Operation.ArithmeticShiftRight => (uint)((int)a >> (int)(b & 31)),
            Operation.Divide or Operation.Modulo => (uint)Concrete(operation, 64, (uint)a, (uint)b),
            _ => (uint)Concrete(operation, 64, a, b),
        };

    /// <summary>The number with its bytes in the other order, <paramref name="bits"/> of them.</summary>
    public static Scalar Swap(in Scalar value, int bits)
    {
        if (value.IsConstant)
            return Scalar.Constant(Reverse(value.Min, bits));
        var known = new KnownBits(Reverse(value.Bits.Value, bits), Reverse(value.Bits.Mask, bits));
        return (Scalar.Unknown with { Bits = known }).Normalized();

        static ulong Reverse(ulong number, int bits) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(number) >> 64 - bits;
    }

    static Scalar Add(in Scalar a, in Scalar b)
    {
        var result = WithHalf(Scalar.Unknown with { Bits = a.Bits + b.Bits },
            (long)a.Min32 + b.Min32, (long)a.Max32 + b.Max32, (long)a.SignedMin32 + b.SignedMin32, (long)a.SignedMax32 + b.SignedMax32);
        var (min, max) = (a.Min + b.Min, a.Max + b.Max);
        if ((min < a.Min) == (max < a.Max))
            result = result with { Min = min, Max = max };
        var (signedMin, signedMax) = (a.SignedMin + b.SignedMin, a.SignedMax + b.SignedMax);
        if (!SumOverflows(a.SignedMin, b.SignedMin, signedMin) && !SumOverflows(a.SignedMax, b.SignedMax, signedMax))
            result = result with { SignedMin = signedMin, SignedMax = signedMax };
        return result.Normalized();
    }

    static Scalar Subtract(in Scalar a, in Scalar b)
    {
        var result = WithHalf(Scalar.Unknown with { Bits = a.Bits - b.Bits },
            (long)a.Min32 - b.Max32, (long)a.Max32 - b.Min32, (long)a.SignedMin32 - b.SignedMax32, (long)a.SignedMax32 - b.SignedMin32);
        var (min, max) = (a.Min - b.Max, a.Max - b.Min);
        if ((a.Min < b.Max) == (a.Max < b.Min))
            result = result with { Min = min, Max = max };
        var (signedMin, signedMax) = (a.SignedMin - b.SignedMax, a.SignedMax - b.SignedMin);
        if (!DifferenceOverflows(a.SignedMin, b.SignedMax, signedMin) && !DifferenceOverflows(a.SignedMax, b.SignedMin, signedMax))
            result = result with { SignedMin = signedMin, SignedMax = signedMax };
        return result.Normalized();
    }

    static Scalar AddHalf(in Scalar a, in Scalar b) => WithHalf(Scalar.Unknown with { Bits = a.Bits + b.Bits },
        (long)a.Min32 + b.Min32, (long)a.Max32 + b.Max32, (long)a.SignedMin32 + b.SignedMin32, (long)a.SignedMax32 + b.SignedMax32)
        .Normalized();

    static Scalar SubtractHalf(in Scalar a, in Scalar b) => WithHalf(Scalar.Unknown with { Bits = a.Bits - b.Bits },
        (long)a.Min32 - b.Max32, (long)a.Max32 - b.Min32, (long)a.SignedMin32 - b.SignedMax32, (long)a.SignedMax32 - b.SignedMin32)
        .Normalized();

    // Exact bounds of the lower half, wide enough not to wrap: they hold if both ends wrap alike.
    static Scalar WithHalf(in Scalar value, long min, long max, long signedMin, long signedMax)
    {
        var result = value;
        if (min >> 32 == max >> 32)
            result = result with { Min32 = (uint)min, Max32 = (uint)max };
        if (signedMin >= int.MinValue && signedMax <= int.MaxValue)
            result = result with { SignedMin32 = (int)signedMin, SignedMax32 = (int)signedMax };
        return result;
    }

    static Scalar Multiply(in Scalar a, in Scalar b)
    {
        var result = Scalar.Unknown with { Bits = a.Bits * b.Bits };
        if (Math.BigMul(a.Max, b.Max, out var max) == 0)
            result = result with { Min = a.Min * b.Min, Max = max };
        if (IsInt(a) && IsInt(b))
        {
            var (w, x, y, z) = (a.SignedMin * b.SignedMin, a.SignedMin * b.SignedMax, a.SignedMax * b.SignedMin, a.SignedMax * b.SignedMax);
            result = result with
            {
                SignedMin = Math.Min(Math.Min(w, x), Math.Min(y, z)),
                SignedMax = Math.Max(Math.Max(w, x), Math.Max(y, z)),
            };
        }

        return result.Normalized();

        static bool IsInt(in Scalar value) => value.SignedMin >= int.MinValue && value.SignedMax <= int.MaxValue;
    }

    static Scalar Divide(in Scalar a, in Scalar b) =>
        b.Min > 0 ? Scalar.Between(a.Min / b.Max, a.Max / b.Min) : Scalar.Between(0, a.Max);

    static Scalar Modulo(in Scalar a, in Scalar b)
    {
        if (b.Min > a.Max)
            return a;
        if (b.Min == 0)
            return Scalar.Between(0, a.Max);
        var result = Scalar.Between(0, Math.Min(a.Max, b.Max - 1));
        if (b.IsConstant && BitOperations.IsPow2(b.Min))
            result = (result with { Bits = a.Bits & KnownBits.Constant(b.Min - 1) }).Normalized();
        return result;
    }

    static Scalar SignedDivide(in Scalar a, in Scalar b, int bits)
    {
        // The least number by -1 wraps; a divisor of unknown sign says little.
        var least = bits == 64 ? long.MinValue : int.MinValue;
        if (b.SignedMin > 0)
        {
            var (w, x, y, z) = (a.SignedMin / b.SignedMin, a.SignedMin / b.SignedMax, a.SignedMax / b.SignedMin, a.SignedMax / b.SignedMax);
            return Scalar.BetweenSigned(Math.Min(Math.Min(w, x), Math.Min(y, z)), Math.Max(Math.Max(w, x), Math.Max(y, z)));
        }

        if (a.SignedMin <= least)
            return Scalar.Unknown;
        var most = Math.Max(Math.Abs(a.SignedMin), Math.Abs(a.SignedMax));
        return Scalar.BetweenSigned(-most, most);
    }

    static Scalar SignedModulo(in Scalar a, in Scalar b)
    {
        var (min, max) = (Math.Min(a.SignedMin, 0), Math.Max(a.SignedMax, 0));
        if (b.SignedMin > 0 || b.SignedMax < 0)
        {
            var most = b.SignedMin == long.MinValue ? long.MaxValue : Math.Max(Math.Abs(b.SignedMin), Math.Abs(b.SignedMax)) - 1;
            (min, max) = (Math.Max(min, -most), Math.Min(max, most));
        }

        return Scalar.BetweenSigned(min, max);
    }

    static Scalar And(in Scalar a, in Scalar b) =>
        (Scalar.Unknown with { Max = Math.Min(a.Max, b.Max), Max32 = Math.Min(a.Max32, b.Max32), Bits = a.Bits & b.Bits }).Normalized();

    static Scalar Or(in Scalar a, in Scalar b) => (Scalar.Unknown with
    {
        Min = Math.Max(a.Min, b.Min),
        Max = Filled(a.Max | b.Max),
        Min32 = Math.Max(a.Min32, b.Min32),
        Bits = a.Bits | b.Bits,
    }).Normalized();

    static Scalar Xor(in Scalar a, in Scalar b) =>
        (Scalar.Unknown with { Max = Filled(a.Max | b.Max), Bits = a.Bits ^ b.Bits }).Normalized();

    static ulong Filled(ulong value) => value == 0 ? 0 : ulong.MaxValue >> BitOperations.LeadingZeroCount(value);

    static (int Least, int Most) Amount(in Scalar amount, int bits)
    {
        var limit = (ulong)bits - 1;
        return amount.IsConstant ? ((int)(amount.Min & limit), (int)(amount.Min & limit))
            : amount.Max <= limit ? ((int)amount.Min, (int)amount.Max)
            : (0, (int)limit);
    }

    static Scalar ShiftLeft(in Scalar a, (int Least, int Most) by)
    {
        var bits = by.Least == by.Most ? a.Bits << by.Least : new KnownBits(0, ulong.MaxValue << by.Least);
        var result = Scalar.Unknown with { Bits = bits };
        if (BitOperations.LeadingZeroCount(a.Max) >= by.Most)
            result = result with { Min = a.Min << by.Least, Max = a.Max << by.Most };
        if (by.Most < 63 && a.SignedMin << by.Most >> by.Most == a.SignedMin && a.SignedMax << by.Most >> by.Most == a.SignedMax)
        {
            result = result with
            {
                SignedMin = a.SignedMin << (a.SignedMin < 0 ? by.Most : by.Least),
                SignedMax = a.SignedMax << (a.SignedMax < 0 ? by.Least : by.Most),
            };
        }

        return result.Normalized();
    }

    static Scalar ShiftRight(in Scalar a, (int Least, int Most) by)
    {
        var bits = by.Least == by.Most ? a.Bits >>> by.Least : KnownBits.Unknown;
        return (Scalar.Unknown with { Min = a.Min >> by.Most, Max = a.Max >> by.Least, Bits = bits }).Normalized();
    }

    static Scalar ArithmeticShiftRight(in Scalar a, (int Least, int Most) by)
    {
        var bits = by.Least == by.Most ? a.Bits >> by.Least : KnownBits.Unknown;
        return (Scalar.Unknown with
        {
            SignedMin = a.SignedMin >> (a.SignedMin < 0 ? by.Least : by.Most),
            SignedMax = a.SignedMax >> (a.SignedMax < 0 ? by.Most : by.Least),
            Bits = bits,
        }).Normalized();
    }

    static bool SumOverflows(long a, long b, long sum) => ((a ^ sum) & (b ^ sum)) < 0;

    static bool DifferenceOverflows(long a, long b, long difference) => ((a ^ b) & (a ^ difference)) < 0;
}
