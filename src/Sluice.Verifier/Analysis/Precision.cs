namespace Sluice.Verifier.Analysis;

/// <summary>How many states an analysis tells apart. A program that fails is tried again with more before it is rejected.</summary>
/// <param name="StatesPerJoin">States kept apart where paths meet.</param>
/// <param name="Unrolled">States of a loop's head that are told apart before bounds are widened.</param>
/// <param name="Rounds">Rounds of a loop that are followed one by one before bounds are widened.</param>
readonly record struct Precision(int StatesPerJoin, int Unrolled, int Rounds)
{
    /// <summary>From quick to careful.</summary>
    public static ReadOnlySpan<Precision> Levels => s_levels;

    static readonly Precision[] s_levels = [new(6, 20, 20), new(4, 12_000, 2_000), new(24, 300, 300), new(200, 5_000, 5_000)];
}
