using System.Buffers.Binary;

namespace Sluice.Chains.Code.Lowering;

/// <summary>What operators give: eBPF's rules, for constants.</summary>
static class ChainArithmetic
{
    public static long Compute(BinaryOperator @operator, long left, long right) => @operator switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        BinaryOperator.Divide => right == 0 ? 0 : (long)((ulong)left / (ulong)right),
        BinaryOperator.SignedDivide => right == 0 ? 0 : right == -1 ? -left : left / right,
        BinaryOperator.Modulo => right == 0 ? left : (long)((ulong)left % (ulong)right),
        BinaryOperator.SignedModulo => right == 0 ? left : right == -1 ? 0 : left % right,
        BinaryOperator.And => left & right,
        BinaryOperator.Or => left | right,
        BinaryOperator.Xor => left ^ right,
        BinaryOperator.ShiftLeft => left << (int)(right & 63),
        BinaryOperator.ShiftRight => (long)((ulong)left >> (int)(right & 63)),
        _ => left >> (int)(right & 63),
    };

    public static long Compute(UnaryOperator @operator, long value) => @operator switch
    {
        UnaryOperator.Negate => -value,
        UnaryOperator.Complement => ~value,
        UnaryOperator.Swap16 => BinaryPrimitives.ReverseEndianness((ushort)value),
        UnaryOperator.Swap32 => BinaryPrimitives.ReverseEndianness((uint)value),
        _ => BinaryPrimitives.ReverseEndianness(value),
    };

    public static long Extend(long value, int bits, bool isSigned) =>
        isSigned ? value << (64 - bits) >> (64 - bits) : (long)((ulong)value << (64 - bits) >> (64 - bits));

    public static bool Holds(Comparison comparison, long left, long right) => comparison switch
    {
        Comparison.Equal => left == right,
        Comparison.NotEqual => left != right,
        Comparison.Less => (ulong)left < (ulong)right,
        Comparison.LessOrEqual => (ulong)left <= (ulong)right,
        Comparison.Greater => (ulong)left > (ulong)right,
        Comparison.GreaterOrEqual => (ulong)left >= (ulong)right,
        Comparison.SignedLess => left < right,
        Comparison.SignedLessOrEqual => left <= right,
        Comparison.SignedGreater => left > right,
        Comparison.SignedGreaterOrEqual => left >= right,
        _ => (left & right) != 0,
    };
}
