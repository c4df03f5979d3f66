using System.Globalization;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Verifier;
using Sluice.Verifier.Reporting;
using Sluice.VerifierBench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isQuick = args.Contains("--quick");
var isVerbose = args.Contains("-v");
var kernel = new KernelTimes(!args.Contains("--no-kernel"));
var mode = args.Contains("--linux") ? VerifierMode.Linux : VerifierMode.Sluice;
var wanted = args.FirstOrDefault(arg => arg.StartsWith("--family=", StringComparison.Ordinal))?["--family=".Length..] ?? "";
var paths = args.Where(arg => arg[0] != '-').ToArray();
var totals = new Totals();
if (args.Contains("--attestation"))
{
    AttestationCosts.Write();
    return;
}

if (args.Contains("--repository"))
    paths = ["examples", "bpf", "bench/programs", "tests"];

Console.WriteLine("| program | instructions | ms | µs an instruction | MB | kernel, ms | ratio |\n|---|--:|--:|--:|--:|--:|--:|");
if (paths.Length == 0)
{
    foreach (var family in Family.All.Where(family => family.Name.StartsWith(wanted, StringComparison.Ordinal)))
    {
        foreach (var size in isQuick ? new[] { 1_000, 10_000 } : [1_000, 10_000, 100_000])
        {
            if (size > family.Most)
                continue;
            var bpf = family.Make(size);
            Row(family.Name, bpf, bpf.Programs[0], size > 10_000 ? 1 : 5);
        }
    }
}

foreach (var path in paths.SelectMany(Objects))
{
    var bpf = BpfObject.Load(path);
    foreach (var program in bpf.Programs)
        Row($"{Path.GetFileName(path)}:{program.Name}", bpf, program, isQuick ? 1 : 5);
}

if (paths.Length > 0)
    totals.Write();

static IEnumerable<string> Objects(string path) =>
    Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.o", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

void Row(string name, BpfObject bpf, ProgramSpec program, int runs)
{
    Measurement cost;
    try
    {
        cost = Measurement.Of(bpf, program, kernel, runs, mode);
    }
    catch (BpfLinkException refusal)
    {
        Console.WriteLine($"| {name} | {refusal.Message} |");
        return;
    }

    totals.Add(cost);
    var report = cost.Program;
    var other = cost.Kernel is { } time ? $"{time:0.00} | {cost.Milliseconds / time:0.00}" : "refused | ";
    Console.WriteLine($"| {name} | {report.Instructions} | {(report.Passed ? "" : "FAIL ")}{cost.Milliseconds:0.00} | {cost.Milliseconds * 1000 / report.Instructions:0.00} "
        + $"| {report.AllocatedBytes / 1e6:0.00} | {other} |");
    if (!isVerbose)
        return;
    if (!report.Passed)
        Console.WriteLine(RejectionText.Format(report));
    if (cost.Refusal.Length > 0)
        Console.WriteLine($"  kernel: {cost.Refusal}");
    Console.WriteLine($"  visited {report.InstructionsVisited}, states {report.States}");
}
