using Sluice.Chains.Code;

namespace Sluice.Chains.Semantics;

/// <summary>What an expression gives: where the value lies, and what it is.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Low">The value; of an IPv6 address, the lower half.</param>
/// <param name="High">The upper half of an IPv6 address.</param>
sealed record ChainValue(ChainType Type, Operand Low, Operand High = default)
{
    /// <summary>Stands for an expression that has been reported.</summary>
    public static readonly ChainValue Bad = new(ChainType.Number, Operand.Value(0)) { IsBad = true };

    /// <summary>The value, where it is known.</summary>
    public ChainConstant? Constant { get; private init; }

    /// <summary>Is it a constant below zero?</summary>
    public bool IsNegative => Type.IsNumeric && Constant is { } constant && constant.Number < 0;

    /// <summary>Has it been reported?</summary>
    public bool IsBad { get; private init; }

    /// <summary>A constant.</summary>
    public static ChainValue Of(ChainConstant constant) =>
        new(constant.Type, Operand.Value(unchecked((long)(ulong)constant.Bits)),
            Operand.Value(unchecked((long)(ulong)(constant.Bits >> 64))))
        { Constant = constant };

    /// <summary>A number.</summary>
    public static ChainValue Of(Int128 number) => Of(ChainConstant.Of(number));

    /// <summary>The number 1 or 0 of a truth.</summary>
    public static ChainValue Of(bool truth) => Of(new ChainConstant(ChainType.Boolean, truth ? 1u : 0u));
}
