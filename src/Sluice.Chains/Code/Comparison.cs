namespace Sluice.Chains.Code;

/// <summary>A comparison of two operands of 64 bits.</summary>
public enum Comparison : byte
{
#pragma warning disable CS1591 // Each name says it.
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, SignedLess, SignedLessOrEqual, SignedGreater,
    SignedGreaterOrEqual,
#pragma warning restore CS1591

    /// <summary>Have the operands a bit in common?</summary>
    AnyBit,
}
