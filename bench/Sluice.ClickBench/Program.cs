// Measures Click configurations, and prints tables. Run by bench/click.
using System.Globalization;
using Sluice.ChainBench;
using Sluice.ClickBench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["start", var name])
    return StartTable.Start(name);
if (args is ["rate", var element, var milliseconds])
    return ProgramTable.Rate(element, TimeSpan.FromMilliseconds(double.Parse(milliseconds, CultureInfo.InvariantCulture)));
var isQuick = args.Contains("--quick");
var wanted = args.Where(word => !word.StartsWith('-')).ToHashSet();
var report = new Report(args.Contains("--json"));
(string Name, Action Measure)[] tables =
[
    ("forwarding", () => ForwardingTable.Write(report, isQuick ? 3 : 7, TimeSpan.FromMilliseconds(isQuick ? 300 : 1000))),
    ("capture", () => CaptureTable.Write(report, isQuick ? 200_000 : 2_000_000)),
    ("latency", () => LatencyTable.Write(report, TimeSpan.FromSeconds(isQuick ? 1 : 5))),
    ("swap", () => SwapTable.Write(report, isQuick ? 50 : 500)),
    ("programs", () => ProgramTable.Write(report, isQuick ? 3 : 7, TimeSpan.FromMilliseconds(isQuick ? 300 : 1000))),
    ("replace", () => ProgramTable.WriteReplacing(report, isQuick ? 50 : 500)),
    ("devices", () => DeviceTable.Write(report, isQuick ? 3 : 7, TimeSpan.FromMilliseconds(isQuick ? 300 : 1000))),
    ("start", () => StartTable.Write(report, isQuick ? 3 : 11)),
];
foreach (var (table, measure) in tables)
{
    if (wanted.Count == 0 || wanted.Contains(table))
        measure();
}

report.End();
return 0;
