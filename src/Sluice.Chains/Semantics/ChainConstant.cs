namespace Sluice.Chains.Semantics;

/// <summary>A value known before any packet comes.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Bits">A number in two's complement, or an address with the first byte on the wire highest.</param>
/// <param name="PrefixLength">Bits of a prefix; else −1.</param>
readonly record struct ChainConstant(ChainType Type, UInt128 Bits, int PrefixLength = -1)
{
    /// <summary>The number.</summary>
    public Int128 Number => (Int128)Bits;

    /// <summary>A number that fits any type it fits.</summary>
    public static ChainConstant Of(Int128 number) => new(ChainType.Number, (UInt128)number);
}
