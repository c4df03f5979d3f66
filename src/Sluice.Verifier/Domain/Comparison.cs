namespace Sluice.Verifier.Domain;

/// <summary>The comparisons that all conditional jumps come down to.</summary>
enum Comparison : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    SignedLess,
    SignedLessOrEqual,

    /// <summary>Some bit is set in both.</summary>
    SomeBit,

    /// <summary>No bit is set in both.</summary>
    NoBit,
}
