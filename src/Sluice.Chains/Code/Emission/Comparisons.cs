namespace Sluice.Chains.Code.Emission;

/// <summary>What comparisons say of each other.</summary>
static class Comparisons
{
    /// <summary>The comparison that holds where this one does not; <see cref="Comparison.AnyBit"/> has none.</summary>
    public static Comparison Inverse(Comparison comparison) => comparison switch
    {
        Comparison.Equal => Comparison.NotEqual,
        Comparison.NotEqual => Comparison.Equal,
        Comparison.Less => Comparison.GreaterOrEqual,
        Comparison.LessOrEqual => Comparison.Greater,
        Comparison.Greater => Comparison.LessOrEqual,
        Comparison.GreaterOrEqual => Comparison.Less,
        Comparison.SignedLess => Comparison.SignedGreaterOrEqual,
        Comparison.SignedLessOrEqual => Comparison.SignedGreater,
        Comparison.SignedGreater => Comparison.SignedLessOrEqual,
        Comparison.SignedGreaterOrEqual => Comparison.SignedLess,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    /// <summary>The comparison that says the same of the operands exchanged.</summary>
    public static Comparison Mirrored(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        Comparison.SignedLess => Comparison.SignedGreater,
        Comparison.SignedLessOrEqual => Comparison.SignedGreaterOrEqual,
        Comparison.SignedGreater => Comparison.SignedLess,
        Comparison.SignedGreaterOrEqual => Comparison.SignedLessOrEqual,
        _ => comparison,
    };
}
