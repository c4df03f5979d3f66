using System.Diagnostics;
using Sluice.Kernel;
using Sluice.Kernel.SystemCalls;
using static Sluice.KernelBench.MarkdownTable;

namespace Sluice.KernelBench;

/// <summary>What a load costs: in the kernel, command by command, and around it.</summary>
static class LoadTable
{
    /// <summary>Measures and prints.</summary>
    public static void Write(Rounds rounds)
    {
        var table = new MarkdownTable("Milliseconds of a load", "object", "in all", "kernel: types", "kernel: maps", "kernel: verifier", "kernel: else", "Sluice");
        foreach (var example in Example.All.DistinctBy(example => example.Folder))
        {
            var @object = example.Load();
            Dictionary<BpfCommand, double> spent = [];
            double all = 0;
            var figures = rounds.Medians(
                () =>
                {
                    spent.Clear();
                    BpfSystemCall.Observer = (command, time) => spent[command] = spent.GetValueOrDefault(command) + time.TotalMilliseconds;
                    var began = Stopwatch.GetTimestamp();
                    using var engine = new KernelEngine();
                    using var loaded = engine.Load(@object);
                    all = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                    BpfSystemCall.Observer = null;
                    return all;
                },
                () => spent.GetValueOrDefault(BpfCommand.BtfLoad),
                () => spent.GetValueOrDefault(BpfCommand.MapCreate),
                () => spent.GetValueOrDefault(BpfCommand.ProgramLoad),
                () => spent.Where(entry => entry.Key is not (BpfCommand.BtfLoad or BpfCommand.MapCreate or BpfCommand.ProgramLoad)).Sum(entry => entry.Value),
                () => all - spent.Values.Sum());
            table.Row(example.Folder, [.. figures.Select(Figure)]);
        }
    }
}
