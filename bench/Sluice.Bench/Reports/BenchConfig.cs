using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Sluice.Bench.Reports;

/// <summary>How everything here is measured: in this process, in short iterations, by the best of them.</summary>
/// <remarks>
/// What is compared lies side by side in one run: on a shared machine ratios of one run hold where times of two do not. The
/// iterations are shorter than a time slice, so that many of them fall between the disturbances: the best is what the code
/// costs, where a mean tells more of the neighbours. The warm-up is long enough for the tiers of the JIT compiler.
/// </remarks>
sealed class BenchConfig : ManualConfig
{
    public BenchConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(100)
            .WithIterationCount(100)
            .WithIterationTime(TimeInterval.FromMilliseconds(5)));
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(StatisticColumn.Min, StatisticColumn.Median);
        WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40));
        AddExporter(new ComparisonExporter());
        WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.JoinSummary);
    }
}
