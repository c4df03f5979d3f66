namespace Sluice.Packets;

/// <summary>Draws from any discrete distribution in constant time (Vose, "A linear algorithm for generating random numbers
/// with a given distribution", 1991).</summary>
sealed class AliasTable
{
    readonly (double Threshold, int Alias)[] _cells;

    /// <param name="weights">How often each index is drawn, in any unit; at least one is positive.</param>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
            total += weight;
        _cells = new (double, int)[weights.Length];
        var scaled = new double[weights.Length];
        var (small, large) = (new Stack<int>(), new Stack<int>());
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = weights[i] * weights.Length / total;
            (scaled[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Pop());
            _cells[less] = (scaled[less], more);
            scaled[more] -= 1 - scaled[less];
            (scaled[more] < 1 ? small : large).Push(more);
        }

        // What remains is 1 but for rounding.
        foreach (var rest in small.Concat(large))
            _cells[rest] = (1, rest);
    }

    /// <summary>The next index.</summary>
    public int Draw(DeterministicRandom random)
    {
        var index = (int)random.Next((uint)_cells.Length);
        var (threshold, alias) = _cells[index];
        return random.NextDouble() < threshold ? index : alias;
    }

    /// <summary>Weights of Zipf's law: the k-th most popular of <paramref name="count"/> weighs k to the power of
    /// -<paramref name="exponent"/>.</summary>
    /// <remarks>The power is made of multiplications and square roots, which are exact to the last bit everywhere; the
    /// exponent counts to within 2⁻²⁰.</remarks>
    public static double[] Zipf(int count, double exponent)
    {
        const int FractionBits = 20;
        var steps = (uint)Math.Round(exponent * (1 << FractionBits));
        var weights = new double[count];
        for (var i = 0; i < count; i++)
        {
            double power = 1, root = i + 1;
            for (var whole = steps >> FractionBits; whole > 0; whole--)
                power *= i + 1;
            for (var bit = FractionBits - 1; bit >= 0; bit--)
            {
                root = Math.Sqrt(root);
                if ((steps >> bit & 1) != 0)
                    power *= root;
            }

            weights[i] = 1 / power;
        }

        return weights;
    }
}
