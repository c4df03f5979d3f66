using System.Globalization;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Sluice.Bench.Reports;

/// <summary>Writes a summary as one table: a row for each case, a column for each engine, the best times, and their ratios.</summary>
sealed class ComparisonExporter : ExporterBase
{
    protected override string FileExtension => "md";

    protected override string FileNameSuffix => "-comparison";

    public override void ExportToLog(Summary summary, ILogger logger)
    {
        foreach (var type in summary.BenchmarksCases.GroupBy(benchmark => benchmark.Descriptor.Type))
            Write(summary, type.Key.Name, [.. type], logger);
    }

    static void Write(Summary summary, string title, BenchmarkCase[] benchmarks, ILogger logger)
    {
        var columns = benchmarks.Select(Column).Distinct().ToArray();
        var baseline = benchmarks.FirstOrDefault(benchmark => benchmark.Descriptor.Baseline);
        logger.WriteLine();
        logger.WriteLine($"{title}: best ns an operation{(baseline is null ? "" : $" (times {Column(baseline)})")}");
        logger.WriteLine();
        logger.WriteLine($"| case | {string.Join(" | ", columns)} |");
        logger.WriteLine($"|---|{string.Concat(columns.Select(_ => "--:|"))}");
        foreach (var row in benchmarks.GroupBy(benchmark => benchmark.Parameters.PrintInfo))
        {
            var best = row.ToDictionary(Column, benchmark => Best(summary, benchmark));
            var reference = baseline is null ? null : best.GetValueOrDefault(Column(baseline));
            logger.WriteLine($"| {row.Key.Split('=')[^1]} | {string.Join(" | ", columns.Select(column => Cell(best.GetValueOrDefault(column), reference)))} |");
        }
    }

    static string Column(BenchmarkCase benchmark) => benchmark.Descriptor.WorkloadMethodDisplayInfo;

    static double? Best(Summary summary, BenchmarkCase benchmark) => summary[benchmark]?.ResultStatistics?.Min;

    static string Cell(double? best, double? reference) => best is not { } time ? "–"
        : reference is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{time:0.0} ({time / reference:0.00})")
        : string.Create(CultureInfo.InvariantCulture, $"{time:0.0}");
}
