using System.Numerics;
using Sluice.Bpf.Instructions;

namespace Sluice.Verifier.Domain;

/// <summary>What a branch tells Linux about the numbers that it compares.</summary>
/// <remarks>
/// A way that Linux does not see to be out of reach is followed by it, and what stands there must be safe for numbers that contradict
/// themselves. So in Linux mode no way is given up that Linux follows. kernel/bpf/verifier.c of Linux 6.18, is_scalar_branch_taken,
/// regs_refine_cond_op.
/// </remarks>
static class LinuxComparison
{
    /// <summary>Narrows both numbers to what Linux takes them to be where <paramref name="condition"/> holds (or does not).</summary>
    /// <inheritdoc cref="ScalarComparison.Assume"/>
    /// <returns>Does Linux go that way?</returns>
    public static bool Assume(Operation condition, bool holds, bool half, ref Scalar a, ref Scalar b)
    {
        if (!IsPossible(condition, holds, half, a, b))
            return false;
        if (!IsPossible(condition, !holds, half, a, b))
            return true; // It learns of both ways only.
        var (comparison, swap) = ScalarComparison.Canonical(condition, holds);
        ref var left = ref swap ? ref b : ref a;
        ref var right = ref swap ? ref a : ref b;
        Narrow(comparison, half, ref left, ref right);
        (left, right) = (LinuxBounds.Sync(left), LinuxBounds.Sync(right));
        return true;
    }

    static bool IsPossible(Operation condition, bool holds, bool half, in Scalar a, in Scalar b)
    {
        var (comparison, swap) = ScalarComparison.Canonical(condition, holds);
        return swap ? IsPossible(comparison, half, b, a) : IsPossible(comparison, half, a, b);
    }

    static bool IsPossible(Comparison comparison, bool half, in Scalar a, in Scalar b) => comparison switch
    {
        Comparison.Equal => !BitsOf(a, half).Contradicts(BitsOf(b, half)) && (half || Overlap(a, b)) && Overlap32(a, b),
        Comparison.NotEqual => !BitsOf(a, half).IsConstant || BitsOf(a, half) != BitsOf(b, half),
        Comparison.Less => half ? a.Min32 < b.Max32 : a.Min < b.Max,
        Comparison.LessOrEqual => half ? a.Min32 <= b.Max32 : a.Min <= b.Max,
        Comparison.SignedLess => half ? a.SignedMin32 < b.SignedMax32 : a.SignedMin < b.SignedMax,
        Comparison.SignedLessOrEqual => half ? a.SignedMin32 <= b.SignedMax32 : a.SignedMin <= b.SignedMax,
        Comparison.SomeBit => !IsTestOfConstant(a, b, half) || (BitsOf(a, half).Greatest & BitsOf(b, half).Greatest) != 0,
        _ => !IsTestOfConstant(a, b, half) || (BitsOf(a, half).Value & BitsOf(b, half).Value) == 0,
    };

    static KnownBits BitsOf(in Scalar number, bool half) => half ? number.Bits.Truncate(32) : number.Bits;

    static bool IsTestOfConstant(in Scalar a, in Scalar b, bool half) => BitsOf(a, half).IsConstant || BitsOf(b, half).IsConstant;

    static bool Overlap(in Scalar a, in Scalar b) =>
        a.Min <= b.Max && b.Min <= a.Max && a.SignedMin <= b.SignedMax && b.SignedMin <= a.SignedMax;

    static bool Overlap32(in Scalar a, in Scalar b) =>
        a.Min32 <= b.Max32 && b.Min32 <= a.Max32 && a.SignedMin32 <= b.SignedMax32 && b.SignedMin32 <= a.SignedMax32;

    static void Narrow(Comparison comparison, bool half, ref Scalar a, ref Scalar b)
    {
        switch (comparison)
        {
            case Comparison.Equal:
                (a, b) = (Met(a, b, half), Met(b, a, half));
                break;
            case Comparison.NotEqual when BitsOf(b, half).IsConstant:
                a = ScalarComparison.Without(a, b, half);
                break;
            case Comparison.NotEqual when BitsOf(a, half).IsConstant:
                b = ScalarComparison.Without(b, a, half);
                break;
            case Comparison.Less or Comparison.LessOrEqual:
                ScalarComparison.Order(half, comparison == Comparison.Less ? 1u : 0, ref a, ref b);
                break;
            case Comparison.SignedLess or Comparison.SignedLessOrEqual:
                ScalarComparison.OrderSigned(half, comparison == Comparison.SignedLess ? 1 : 0, ref a, ref b);
                break;
            case Comparison.SomeBit or Comparison.NoBit when BitsOf(b, half).IsConstant:
                a = Tested(a, BitsOf(b, half).Value, comparison == Comparison.SomeBit);
                break;
            case Comparison.SomeBit or Comparison.NoBit when BitsOf(a, half).IsConstant:
                b = Tested(b, BitsOf(a, half).Value, comparison == Comparison.SomeBit);
                break;
        }
    }

    static Scalar Met(in Scalar a, in Scalar b, bool half)
    {
        if (half)
        {
            var lower = a.Bits.Truncate(32).Meet(b.Bits.Truncate(32));
            return a.MeetHalf(b) with { Bits = new((a.Bits.Value & ulong.MaxValue << 32) | lower.Value, (a.Bits.Mask & ulong.MaxValue << 32) | lower.Mask) };
        }

        return a with
        {
            Min = Math.Max(a.Min, b.Min),
            Max = Math.Min(a.Max, b.Max),
            SignedMin = Math.Max(a.SignedMin, b.SignedMin),
            SignedMax = Math.Min(a.SignedMax, b.SignedMax),
            Bits = a.Bits.Meet(b.Bits),
        };
    }

    // Where no bit is set, Linux forgets all bounds.
    static Scalar Tested(in Scalar number, ulong mask, bool isSet)
    {
        var bits = number.Bits;
        if (!isSet)
            return Scalar.Unknown with { Bits = new(bits.Value & ~mask, bits.Mask & ~mask) };
        return BitOperations.IsPow2(mask) ? number with { Bits = new(bits.Value | mask, bits.Mask & ~mask) } : number;
    }
}
