using BenchmarkDotNet.Attributes;

namespace Sluice.Bench.Programs;

/// <summary>A packet through each program, as a caller with a stream of packets has it: addresses vary where maps are used.</summary>
public class ProgramBenchmarks : ScenarioBenchmarks
{
    [Benchmark(OperationsPerInvoke = Runs, Description = "interpreter")]
    public ulong RunInterpreted() => RepeatVaried(Interpreted);

    [Benchmark(OperationsPerInvoke = Runs, Description = "sandboxed")]
    public ulong RunSandboxed() => RepeatVaried(Sandboxed);

    [Benchmark(OperationsPerInvoke = Runs, Description = "compiled")]
    public ulong RunCompiled() => RepeatVaried(Compiled);

    [Benchmark(OperationsPerInvoke = Runs, Description = "native", Baseline = true)]
    public ulong RunNative() => RepeatVaried(Native);
}
