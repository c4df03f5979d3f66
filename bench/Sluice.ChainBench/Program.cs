// Measures chains, and prints tables. Run by bench/chains, as root and in a network namespace of its own.
using System.Globalization;
using Sluice.ChainBench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isQuick = args.Contains("--quick");
var wanted = args.Where(word => !word.StartsWith('-')).ToHashSet();
var report = new Report(args.Contains("--json"));
var rounds = new Rounds(isQuick ? 9 : 25);
// As in a process that lives on: the runtime has compiled for good what runs often.
var warm = rounds with { WarmUp = 40 };
(string Name, Action<Testbed> Measure)[] tables =
[
    ("machine", testbed => MachineCosts.Write(report, testbed, rounds, isQuick ? 200_000 : 1_000_000)),
    ("load", testbed => LoadTable.Write(report, testbed, warm)),
    ("packets", testbed => PacketTable.Write(report, testbed, rounds, isQuick ? 200_000 : 500_000)),
    ("traffic", testbed => TrafficTable.Write(report, testbed, rounds, isQuick ? 200_000 : 1_000_000)),
    ("replace", testbed => ReplaceTable.Write(report, testbed, warm, isQuick ? 2_000_000 : 10_000_000)),
];
using (var testbed = new Testbed())
{
    foreach (var (name, measure) in tables)
    {
        if (wanted.Count == 0 || wanted.Contains(name))
            measure(testbed);
    }
}

report.End();
