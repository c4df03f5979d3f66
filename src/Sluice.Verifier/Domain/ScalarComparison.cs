using System.Numerics;
using Sluice.Bpf.Instructions;

namespace Sluice.Verifier.Domain;

/// <summary>What a branch tells about the numbers that it compares.</summary>
static class ScalarComparison
{
    /// <summary>Narrows both numbers to what they can be where <paramref name="condition"/> holds (or does not).</summary>
    /// <param name="condition">The comparison.</param>
    /// <param name="holds">Does it hold?</param>
    /// <param name="half">Does it compare the lower halves?</param>
    /// <param name="a">The left number.</param>
    /// <param name="b">The right number.</param>
    /// <returns>Can it be so at all?</returns>
    public static bool Assume(Operation condition, bool holds, bool half, ref Scalar a, ref Scalar b)
    {
        var (operation, swap) = Canonical(condition, holds);
        if (swap)
            Narrow(operation, half, ref b, ref a);
        else
            Narrow(operation, half, ref a, ref b);
        if (a.IsEmpty || b.IsEmpty)
            return false;
        (a, b) = (a.Normalized(), b.Normalized());
        return !a.IsEmpty && !b.IsEmpty;
    }

    /// <summary>Does the comparison hold for two equal numbers?</summary>
    /// <remarks>Null for the bit test, which depends on the number.</remarks>
    public static bool? HoldsForEquals(Operation condition) => condition switch
    {
        Operation.JumpSet => null,
        Operation.JumpEqual or Operation.JumpGreaterOrEqual or Operation.JumpLessOrEqual or Operation.JumpSignedGreaterOrEqual
            or Operation.JumpSignedLessOrEqual => true,
        _ => false,
    };

    // All come down to ==, !=, u<, u<=, s<, s<=, and the bit tests.
    internal static (Comparison Comparison, bool Swap) Canonical(Operation condition, bool holds) => (condition, holds) switch
    {
        (Operation.JumpEqual, true) or (Operation.JumpNotEqual, false) => (Comparison.Equal, false),
        (Operation.JumpNotEqual, true) or (Operation.JumpEqual, false) => (Comparison.NotEqual, false),
        (Operation.JumpLess, true) or (Operation.JumpGreaterOrEqual, false) => (Comparison.Less, false),
        (Operation.JumpLessOrEqual, true) or (Operation.JumpGreater, false) => (Comparison.LessOrEqual, false),
        (Operation.JumpGreater, true) or (Operation.JumpLessOrEqual, false) => (Comparison.Less, true),
        (Operation.JumpGreaterOrEqual, true) or (Operation.JumpLess, false) => (Comparison.LessOrEqual, true),
        (Operation.JumpSignedLess, true) or (Operation.JumpSignedGreaterOrEqual, false) => (Comparison.SignedLess, false),
        (Operation.JumpSignedLessOrEqual, true) or (Operation.JumpSignedGreater, false) => (Comparison.SignedLessOrEqual, false),
        (Operation.JumpSignedGreater, true) or (Operation.JumpSignedLessOrEqual, false) => (Comparison.SignedLess, true),
        (Operation.JumpSignedGreaterOrEqual, true) or (Operation.JumpSignedLess, false) => (Comparison.SignedLessOrEqual, true),
        (Operation.JumpSet, true) => (Comparison.SomeBit, false),
        _ => (Comparison.NoBit, false),
    };

    static void Narrow(Comparison comparison, bool half, ref Scalar a, ref Scalar b)
    {
        switch (comparison)
        {
            case Comparison.Equal when half:
                (a, b) = (a.MeetLowerHalf(b), b.MeetLowerHalf(a));
                break;
            case Comparison.Equal:
                a = b = a.Meet(b);
                break;
            case Comparison.NotEqual:
                (a, b) = (Without(a, b, half), Without(b, a, half));
                break;
            case Comparison.Less or Comparison.LessOrEqual:
                Order(half, comparison == Comparison.Less ? 1u : 0, ref a, ref b);
                break;
            case Comparison.SignedLess or Comparison.SignedLessOrEqual:
                OrderSigned(half, comparison == Comparison.SignedLess ? 1 : 0, ref a, ref b);
                break;
            default:
                TestBits(half, comparison == Comparison.SomeBit, ref a, ref b);
                break;
        }
    }

    internal static void Order(bool half, uint gap, ref Scalar a, ref Scalar b)
    {
        if (half)
        {
            if (b.Max32 < gap || a.Min32 > uint.MaxValue - gap)
            {
                a = Nothing(a);
                return;
            }

            a = a with { Max32 = Math.Min(a.Max32, b.Max32 - gap) };
            b = b with { Min32 = Math.Max(b.Min32, a.Min32 + gap) };
            return;
        }

        if (b.Max < gap || a.Min > ulong.MaxValue - gap)
        {
            a = Nothing(a);
            return;
        }

        a = a with { Max = Math.Min(a.Max, b.Max - gap) };
        b = b with { Min = Math.Max(b.Min, a.Min + gap) };
    }

    internal static void OrderSigned(bool half, int gap, ref Scalar a, ref Scalar b)
    {
        if (half)
        {
            if (b.SignedMax32 < int.MinValue + gap || a.SignedMin32 > int.MaxValue - gap)
            {
                a = Nothing(a);
                return;
            }

            a = a with { SignedMax32 = Math.Min(a.SignedMax32, b.SignedMax32 - gap) };
            b = b with { SignedMin32 = Math.Max(b.SignedMin32, a.SignedMin32 + gap) };
            return;
        }

        if (b.SignedMax < long.MinValue + gap || a.SignedMin > long.MaxValue - gap)
        {
            a = Nothing(a);
            return;
        }

        a = a with { SignedMax = Math.Min(a.SignedMax, b.SignedMax - gap) };
        b = b with { SignedMin = Math.Max(b.SignedMin, a.SignedMin + gap) };
    }

    /// <summary>The number, which is not <paramref name="b"/>.</summary>
    internal static Scalar Without(in Scalar a, in Scalar b, bool half) => half ? Without32(a, b) : Without(a, b);

    // Only a bound that equals the excluded number moves.
    static Scalar Without(in Scalar a, in Scalar b)
    {
        if (!b.IsConstant)
            return a;
        if (a.IsConstant && a.Min == b.Min)
            return Nothing(a);
        var value = b.Min;
        return a with
        {
            Min = a.Min == value ? value + 1 : a.Min,
            Max = a.Max == value ? value - 1 : a.Max,
            SignedMin = a.SignedMin == (long)value ? a.SignedMin + 1 : a.SignedMin,
            SignedMax = a.SignedMax == (long)value ? a.SignedMax - 1 : a.SignedMax,
        };
    }

    static Scalar Without32(in Scalar a, in Scalar b)
    {
        if (!b.IsConstant32)
            return a;
        if (a.IsConstant32 && a.Min32 == b.Min32)
            return Nothing(a);
        var value = b.Min32;
        return a with
        {
            Min32 = a.Min32 == value ? value + 1 : a.Min32,
            Max32 = a.Max32 == value ? value - 1 : a.Max32,
            SignedMin32 = a.SignedMin32 == (int)value ? a.SignedMin32 + 1 : a.SignedMin32,
            SignedMax32 = a.SignedMax32 == (int)value ? a.SignedMax32 - 1 : a.SignedMax32,
        };
    }

    static void TestBits(bool half, bool some, ref Scalar a, ref Scalar b)
    {
        var width = half ? uint.MaxValue : ulong.MaxValue;
        var possible = a.Bits.Greatest & b.Bits.Greatest & width;
        if (some)
        {
            if (possible == 0)
                a = Nothing(a);
            else if (BitOperations.IsPow2(possible))
                (a, b) = (WithBits(a, possible, possible), WithBits(b, possible, possible));
            return;
        }

        if ((a.Bits.Value & b.Bits.Value & width) != 0)
        {
            a = Nothing(a);
            return;
        }

        (a, b) = (WithBits(a, 0, b.Bits.Value & width), WithBits(b, 0, a.Bits.Value & width));
    }

    static Scalar WithBits(in Scalar value, ulong bits, ulong where)
    {
        var known = new KnownBits(bits, ~where);
        return value.Bits.Contradicts(known) ? Nothing(value) : value with { Bits = value.Bits.Meet(known) };
    }

    static Scalar Nothing(in Scalar value) => value with { Min = 1, Max = 0 };
}
