using Sluice.Verifier;

namespace Sluice.VerifierBench;

/// <summary>What many programs cost together, and how their verdicts compare with the kernel's.</summary>
sealed class Totals
{
    readonly List<Measurement> _all = [];
    readonly List<(string Name, string Reason)> _unread = [];

    /// <summary>Adds one.</summary>
    public void Add(Measurement measurement) => _all.Add(measurement);

    /// <summary>Adds an object or a program that cannot be read or linked.</summary>
    public void AddUnread(string name, string reason) => _unread.Add((name, reason));

    /// <summary>Prints how many pass, and the times of those that do.</summary>
    public void Write()
    {
        var times = _all.Where(cost => cost.Program.Passed).Select(cost => cost.Milliseconds).Order().ToArray();
        if (times.Length == 0)
            return;
        var both = _all.Where(cost => cost.Program.Passed && cost.Kernel.IsAccepted).ToArray();
        Console.WriteLine($"\n{times.Length} of {_all.Count} programs pass; median {At(0.5):0.00} ms, 95th percentile {At(0.95):0.00} ms, worst {times[^1]:0.00} ms, "
            + $"at most {_all.Max(cost => cost.Program.AllocatedBytes) / 1e6:0.0} MB");
        if (both.Length > 0)
            Console.WriteLine($"{both.Length} of them in the kernel, too: {both.Sum(cost => cost.Milliseconds):0.0} ms here, {both.Sum(cost => cost.Kernel.Milliseconds!.Value):0.0} ms there; "
                + $"slower here by more than 2 times: {both.Count(cost => cost.Milliseconds > 2 * cost.Kernel.Milliseconds)}");

        double At(double share) => times[Math.Min(times.Length - 1, (int)(times.Length * share))];
    }

    /// <summary>Prints how many programs each of the two accepts, and those of which they say different things, by reason.</summary>
    public void WriteComparison()
    {
        Console.WriteLine("\n| | the kernel accepts | the kernel refuses | the kernel cannot be asked |\n|---|--:|--:|--:|");
        foreach (var passes in new[] { true, false })
        {
            var row = _all.Where(cost => cost.Program.Passed == passes).ToArray();
            Console.WriteLine($"| {(passes ? "passes" : "fails")} here | {row.Count(cost => cost.Kernel.IsAccepted)} "
                + $"| {row.Count(cost => !cost.Kernel.IsAccepted && cost.Kernel.IsVerdict)} | {row.Count(cost => !cost.Kernel.IsAccepted && !cost.Kernel.IsVerdict)} |");
        }

        Groups("Passes here, the kernel refuses", _all.Where(cost => cost.Program.Passed && cost.Kernel is { IsAccepted: false, IsVerdict: true }), _ => "", cost => cost.Kernel.Refusal);
        Groups("Fails here, the kernel accepts", _all.Where(cost => !cost.Program.Passed && cost.Kernel.IsAccepted), Class, Reason);
        Groups("Fails here, the kernel cannot be asked", _all.Where(cost => !cost.Program.Passed && !cost.Kernel.IsVerdict), Class, cost => $"{Reason(cost)} (kernel: {cost.Kernel.Refusal})");
        if (_unread.Count > 0)
            Console.WriteLine($"\nNot read or linked: {_unread.Count}");
        foreach (var (name, reason) in _unread)
            Console.WriteLine($"  {name}: {reason}");
    }

    static string Class(Measurement cost) => cost.Program.Rejections[0].Kind.Slug();

    static string Reason(Measurement cost) => $"insn {cost.Program.Rejections[0].Slot}: {cost.Program.Rejections[0].Reason}";

    static void Groups(string title, IEnumerable<Measurement> costs, Func<Measurement, string> @class, Func<Measurement, string> reason)
    {
        foreach (var group in costs.GroupBy(@class).OrderByDescending(group => group.Count()))
        {
            Console.WriteLine($"\n{title}{(group.Key.Length > 0 ? $": {group.Key}" : "")}: {group.Count()}");
            foreach (var cost in group)
                Console.WriteLine($"  {cost.Name}: {reason(cost)}");
        }
    }
}
