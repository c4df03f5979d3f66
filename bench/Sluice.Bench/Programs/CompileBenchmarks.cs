using BenchmarkDotNet.Attributes;
using Sluice.Bpf.Objects;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Bench.Programs;

/// <summary>From an object in memory to the end of its first run, with everything warm: reading is not part of it.</summary>
public class CompileBenchmarks : IDisposable
{
    readonly byte[] _packet = Scenarios.All[0].Packet;
    BpfRuntime? _runtime;
    BpfObject _object = null!;

    public static IEnumerable<string> Names => ["parser", "flow", "firewall"];

    [ParamsSource(nameof(Names))]
    public string Program { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _runtime = new BpfRuntime(new() { CpuCount = 1 });
        _object = ProgramFiles.Load(Program);
        Console.WriteLine($"// {Program}: {_object.FindProgram(Program)!.Function.Instructions.Length} instructions");
    }

    [GlobalCleanup]
    public void Dispose() => _runtime?.Dispose();

    [Benchmark(Description = "interpreter")]
    public ulong Interpreter() => LoadAndRun(ExecutionMode.Interpret);

    [Benchmark(Description = "sandboxed")]
    public ulong Sandboxed() => LoadAndRun(ExecutionMode.Sandbox);

    [Benchmark(Description = "compiled")]
    public ulong Compiled() => LoadAndRun(ExecutionMode.Compiled);

    ulong LoadAndRun(ExecutionMode mode)
    {
        using var loaded = _runtime!.Load(_object, mode: mode);
        return loaded.Program(Program).Run(_packet).ReturnValue;
    }
}
