namespace Sluice.Chains.Code;

/// <summary>Arithmetic with one operand of 64 bits.</summary>
public enum UnaryOperator : byte
{
    /// <summary>The negative, modulo 2^64.</summary>
    Negate,

    /// <summary>All bits inverted.</summary>
    Complement,

    /// <summary>The lower two bytes swapped, the rest 0.</summary>
    Swap16,

    /// <summary>The lower four bytes in the opposite order, the rest 0.</summary>
    Swap32,

    /// <summary>All bytes in the opposite order.</summary>
    Swap64,
}
