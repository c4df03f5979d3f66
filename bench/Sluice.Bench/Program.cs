using BenchmarkDotNet.Running;
using Sluice.Bench.Reports;

BenchmarkSwitcher.FromAssembly(typeof(BenchConfig).Assembly).Run(args, new BenchConfig());
