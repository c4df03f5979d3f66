using BenchmarkDotNet.Attributes;

namespace Sluice.Bench.Programs;

/// <summary>A call of each program's code, the same packet again and again with its context prepared once.</summary>
/// <remarks>What benchmarks of other runtimes measure: their callers prepare the memory once and call in a loop.</remarks>
public class CodeBenchmarks : ScenarioBenchmarks
{
    [Benchmark(OperationsPerInvoke = Runs, Description = "interpreter")]
    public ulong RunInterpreted() => Interpreted.RepeatPrepared(Runs);

    [Benchmark(OperationsPerInvoke = Runs, Description = "sandboxed")]
    public ulong RunSandboxed() => Sandboxed.RepeatPrepared(Runs);

    [Benchmark(OperationsPerInvoke = Runs, Description = "compiled")]
    public ulong RunCompiled() => Compiled.RepeatPrepared(Runs);

    [Benchmark(OperationsPerInvoke = Runs, Description = "native", Baseline = true)]
    public ulong RunNative() => Native.RepeatPrepared(Runs);
}
