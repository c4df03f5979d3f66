namespace Sluice.Kernel.Tests.Agreement;

/// <summary>Makes a list that fails as short as it can be.</summary>
static class Shortening
{
    /// <summary>A list from which nothing can be left out without its failing no more: halves are tried first, then smaller parts
    /// (delta debugging, A. Zeller and R. Hildebrandt, 2002).</summary>
    public static List<T> Of<T>(IReadOnlyList<T> failing, Func<IReadOnlyList<T>, bool> fails)
    {
        List<T> shortest = [.. failing];
        for (var part = shortest.Count / 2; part > 0; part /= 2)
        {
            for (var at = 0; at < shortest.Count;)
            {
                List<T> without = [.. shortest.Take(at), .. shortest.Skip(at + part)];
                if (without.Count > 0 && fails(without))
                    shortest = without;
                else
                    at += part;
            }
        }

        return shortest;
    }
}
