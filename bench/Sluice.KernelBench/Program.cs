// Measures the kernel engine, and prints its tables as Markdown. Run by bench/kernel, as root and in a network namespace of its own.
using Sluice.KernelBench;

var isQuick = args.Contains("--quick");
var runs = isQuick ? 7 : 15;
var wanted = args.Where(word => !word.StartsWith('-')).ToHashSet();
(string Name, Action<Rounds> Measure)[] tables =
[
    ("programs", rounds => ProgramTable.Write(rounds, isQuick ? 20_000 : 200_000)),
    ("load", LoadTable.Write),
    ("maps", rounds => MapTable.Write(rounds, 1_000_000, isQuick ? 50_000 : 1_000_000)),
    ("rings", rounds => RingTable.Write(rounds, isQuick ? 1_000_000 : 10_000_000)),
    ("traffic", rounds => TrafficTable.Write(rounds, isQuick ? 100_000 : 1_000_000)),
];
foreach (var (name, measure) in tables)
{
    if (wanted.Count == 0 || wanted.Contains(name))
        measure(new(runs));
}
