namespace Sluice.ChainBench;

/// <summary>Takes several figures in turn, again and again, so that what disturbs the machine disturbs all of them.</summary>
/// <param name="Count">How often.</param>
sealed record Rounds(int Count)
{
    /// <summary>Rounds before those that count.</summary>
    public int WarmUp { get; init; } = 1;

    /// <summary>The figures of each measure, in the order in which they were taken.</summary>
    public double[][] Take(params IReadOnlyList<Func<double>> measures)
    {
        var figures = measures.Select(_ => new double[Count]).ToArray();
        for (var round = -WarmUp; round < Count; round++)
        {
            for (var i = 0; i < measures.Count; i++)
            {
                var figure = measures[i]();
                if (round >= 0)
                    figures[i][round] = figure;
            }
        }

        return figures;
    }

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    /// <summary>The median of the ratios that were taken in one round each.</summary>
    public static double Ratio(double[] figures, double[] to) => Median(figures.Zip(to, (figure, other) => figure / other));
}
