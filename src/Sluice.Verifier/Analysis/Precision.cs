namespace Sluice.Verifier.Analysis;

/// <summary>How many states an analysis tells apart. A program that fails is tried again with more before it is rejected.</summary>
/// <param name="StatesPerJoin">States kept apart where paths meet.</param>
/// <param name="Unrolled">Rounds of a loop that are followed one by one before bounds are widened.</param>
readonly record struct Precision(int StatesPerJoin, int Unrolled)
{
    /// <summary>From quick to careful.</summary>
    public static ReadOnlySpan<Precision> Levels => s_levels;

    static readonly Precision[] s_levels = [new(6, 20), new(24, 300), new(200, 5_000)];
}
