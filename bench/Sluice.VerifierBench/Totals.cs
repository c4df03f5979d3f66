namespace Sluice.VerifierBench;

/// <summary>What many programs cost together.</summary>
sealed class Totals
{
    readonly List<Measurement> _all = [];

    /// <summary>Adds one.</summary>
    public void Add(Measurement measurement) => _all.Add(measurement);

    /// <summary>Prints how many pass, and the times of those that do.</summary>
    public void Write()
    {
        var times = _all.Where(cost => cost.Program.Passed).Select(cost => cost.Milliseconds).Order().ToArray();
        if (times.Length == 0)
            return;
        var both = _all.Where(cost => cost.Program.Passed && cost.Kernel is not null).ToArray();
        Console.WriteLine($"\n{times.Length} of {_all.Count} programs pass; median {At(0.5):0.00} ms, 95th percentile {At(0.95):0.00} ms, worst {times[^1]:0.00} ms, "
            + $"at most {_all.Max(cost => cost.Program.AllocatedBytes) / 1e6:0.0} MB");
        if (both.Length > 0)
            Console.WriteLine($"{both.Length} of them in the kernel, too: {both.Sum(cost => cost.Milliseconds):0.0} ms here, {both.Sum(cost => cost.Kernel!.Value):0.0} ms there; "
                + $"slower here by more than 2 times: {both.Count(cost => cost.Milliseconds > 2 * cost.Kernel)}");

        double At(double share) => times[Math.Min(times.Length - 1, (int)(times.Length * share))];
    }
}
