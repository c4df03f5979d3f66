using System.Globalization;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Kernel.Errors;
using Sluice.Verifier;
using Sluice.Verifier.Reporting;
using Sluice.VerifierBench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isQuick = args.Contains("--quick");
var isVerbose = args.Contains("-v");
var isComparison = args.Contains("--compare");
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

if (!isComparison)
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
    BpfObject bpf;
    try
    {
        bpf = Loadable.From(BpfObject.Load(path));
    }
    catch (Exception fault) when (fault is BpfFormatException or KernelException)
    {
        Skip(Path.GetFileName(path), fault.Message);
        continue;
    }

    foreach (var program in bpf.Programs)
    {
        var name = $"{Path.GetFileName(path)}:{program.Name}";
        if (Loadable.Typed(bpf, program, kernel) is { } typed)
            Row(name, Loadable.With(bpf, typed), typed, isQuick ? 1 : 5);
        else
            Skip(name, $"section '{program.Section}' names no type of programs, and the kernel takes it as none");
    }
}

if (paths.Length > 0)
    totals.Write();
if (isComparison)
    totals.WriteComparison();

static IEnumerable<string> Objects(string path) =>
    Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.o", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

void Row(string name, BpfObject bpf, ProgramSpec program, int runs)
{
    Measurement cost;
    try
    {
        cost = Measurement.Of(name, bpf, program, kernel, runs, mode);
    }
    catch (BpfLinkException refusal)
    {
        Skip(name, refusal.Message);
        return;
    }

    totals.Add(cost);
    if (isComparison)
        return;
    var report = cost.Program;
    var other = cost.Kernel.Milliseconds is { } time ? $"{time:0.00} | {cost.Milliseconds / time:0.00}" : "refused | ";
    Console.WriteLine($"| {name} | {report.Instructions} | {(report.Passed ? "" : "FAIL ")}{cost.Milliseconds:0.00} | {cost.Milliseconds * 1000 / report.Instructions:0.00} "
        + $"| {report.AllocatedBytes / 1e6:0.00} | {other} |");
    if (!isVerbose)
        return;
    if (!report.Passed)
        Console.WriteLine(RejectionText.Format(report));
    if (cost.Kernel.Refusal.Length > 0)
        Console.WriteLine($"  kernel: {cost.Kernel.Refusal}");
    Console.WriteLine($"  visited {report.InstructionsVisited}, states {report.States}");
}

void Skip(string name, string reason)
{
    totals.AddUnread(name, reason);
    if (!isComparison)
        Console.WriteLine($"| {name} | {reason} |");
}
