using System.Collections.Frozen;
using Sluice.Chains.Code;

namespace Sluice.Chains.Semantics;

/// <summary>The rules of calculating.</summary>
/// <remarks>All is done in 64 bits, as the machine does it. A result is signed where an operand is, unless the other is a u64,
/// as in C.</remarks>
static class Arithmetic
{
    const int ShiftMask = 63;

    static readonly FrozenDictionary<string, (BinaryOperator Unsigned, BinaryOperator Signed)> s_operations =
        new Dictionary<string, (BinaryOperator, BinaryOperator)>
        {
            ["+"] = (BinaryOperator.Add, BinaryOperator.Add),
            ["-"] = (BinaryOperator.Subtract, BinaryOperator.Subtract),
            ["*"] = (BinaryOperator.Multiply, BinaryOperator.Multiply),
            ["/"] = (BinaryOperator.Divide, BinaryOperator.SignedDivide),
            ["%"] = (BinaryOperator.Modulo, BinaryOperator.SignedModulo),
            ["&"] = (BinaryOperator.And, BinaryOperator.And),
            ["|"] = (BinaryOperator.Or, BinaryOperator.Or),
            ["^"] = (BinaryOperator.Xor, BinaryOperator.Xor),
            ["<<"] = (BinaryOperator.ShiftLeft, BinaryOperator.ShiftLeft),
            [">>"] = (BinaryOperator.ShiftRight, BinaryOperator.ArithmeticShiftRight),
        }.ToFrozenDictionary();

    static readonly FrozenDictionary<string, (Comparison Unsigned, Comparison Signed)> s_comparisons =
        new Dictionary<string, (Comparison, Comparison)>
        {
            ["=="] = (Comparison.Equal, Comparison.Equal),
            ["!="] = (Comparison.NotEqual, Comparison.NotEqual),
            ["<"] = (Comparison.Less, Comparison.SignedLess),
            ["<="] = (Comparison.LessOrEqual, Comparison.SignedLessOrEqual),
            [">"] = (Comparison.Greater, Comparison.SignedGreater),
            [">="] = (Comparison.GreaterOrEqual, Comparison.SignedGreaterOrEqual),
        }.ToFrozenDictionary();

    /// <summary>The operation of an operator.</summary>
    public static BinaryOperator OperationOf(string operation, bool isSigned) =>
        isSigned ? s_operations[operation].Signed : s_operations[operation].Unsigned;

    /// <summary>The comparison of an operator.</summary>
    public static Comparison ComparisonOf(string operation, bool isSigned) =>
        isSigned ? s_comparisons[operation].Signed : s_comparisons[operation].Unsigned;

    /// <summary>Do two numbers together count as signed?</summary>
    public static bool IsSigned(ChainValue left, ChainValue right) =>
        (IsNegative(left) || IsNegative(right)) && left.Type != ChainType.U64 && right.Type != ChainType.U64;

    /// <summary>Is one signed, and the other an unsigned one that may be beyond its range?</summary>
    public static bool AreMixed(ChainValue left, ChainValue right) =>
        (left.Type.IsSigned && right.Type == ChainType.U64) || (right.Type.IsSigned && left.Type == ChainType.U64);

    /// <summary>The result for constants, or null if it does not fit 64 bits.</summary>
    public static Int128? Fold(string operation, Int128 left, Int128 right)
    {
        Int128? result = operation switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left == 0 || right == 0 ? 0 : Multiply(left, right),
            "/" => right == 0 ? 0 : left / right,
            "%" => right == 0 ? left : left % right,
            "&" => left & right,
            "|" => left | right,
            "^" => left ^ right,
            "<<" => Shift(left, (int)(right & ShiftMask)),
            ">>" => left >> (int)(right & ShiftMask),
            _ => null,
        };
        return result is { } number && number >= ChainType.S64.Smallest && number <= ChainType.U64.Largest ? number : null;
    }

    // Constants have at most 64 bits and a sign: a product of two may need one bit more than there is.
    static Int128? Multiply(Int128 left, Int128 right) =>
        UInt128.Log2((UInt128)Int128.Abs(left)) + UInt128.Log2((UInt128)Int128.Abs(right)) < 66 ? left * right : null;

    static Int128? Shift(Int128 left, int distance) =>
        left == 0 ? 0 : UInt128.Log2((UInt128)Int128.Abs(left)) + (UInt128)distance < 66 ? left << distance : null;

    static bool IsNegative(ChainValue value) => value.Type.IsSigned || value.IsNegative;
}
