namespace Sluice.KernelBench;

/// <summary>Takes several figures in turn, again and again, so that what disturbs the machine disturbs all of them, and gives the
/// medians.</summary>
/// <param name="Count">How often.</param>
readonly record struct Rounds(int Count)
{
    /// <summary>The medians of what <paramref name="measures"/> give, in their order; NaN for those that are null.</summary>
    public double[] Medians(params Func<double>?[] measures)
    {
        var figures = measures.Select(_ => new List<double>()).ToArray();
        // The first round is for warming up.
        for (var round = 0; round <= Count; round++)
        {
            for (var i = 0; i < measures.Length; i++)
            {
                if (measures[i]?.Invoke() is { } figure && round > 0)
                    figures[i].Add(figure);
            }
        }

        return Array.ConvertAll(figures, taken => taken.Count == 0 ? double.NaN : taken.Order().ElementAt(taken.Count / 2));
    }
}
