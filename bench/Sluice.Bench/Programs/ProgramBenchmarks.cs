using BenchmarkDotNet.Attributes;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Bench.Programs;

/// <summary>A call of each program in each mode, and of the same C compiled for the host.</summary>
public class ProgramBenchmarks : IDisposable
{
    const int Runs = 1024;

    readonly List<IScenarioRun> _all = [];
    BpfRuntime? _runtime;
    HostLibrary? _library;
    IScenarioRun _interpreter = null!, _sandboxed = null!, _compiled = null!, _native = null!;
    Scenario _scenario = null!;

    public static IEnumerable<string> Names => Scenarios.All.Select(scenario => scenario.Name);

    [ParamsSource(nameof(Names))]
    public string Program { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _scenario = Scenarios.All.Single(scenario => scenario.Name == Program);
        _runtime = new BpfRuntime(new() { CpuCount = 3 });
        _library = new HostLibrary(ProgramFiles.Folder);
        _interpreter = Add(new EngineRun(_runtime, _scenario, ExecutionMode.Interpret));
        _sandboxed = Add(new EngineRun(_runtime, _scenario, ExecutionMode.Sandbox));
        _compiled = Add(new EngineRun(_runtime, _scenario, ExecutionMode.Compiled));
        _native = Add(new NativeRun(_library, _scenario));
        Compare();
        foreach (var run in _all)
            run.Packet.Load(_scenario.Packet, 0);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (var run in _all)
            run.Dispose();
        _runtime?.Dispose();
        _library?.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Runs, Description = "interpreter")]
    public ulong Interpreter() => Repeat(_interpreter);

    [Benchmark(OperationsPerInvoke = Runs, Description = "sandboxed")]
    public ulong Sandboxed() => Repeat(_sandboxed);

    [Benchmark(OperationsPerInvoke = Runs, Description = "compiled")]
    public ulong Compiled() => Repeat(_compiled);

    [Benchmark(OperationsPerInvoke = Runs, Description = "native", Baseline = true)]
    public ulong Native() => Repeat(_native);

    IScenarioRun Add(IScenarioRun run)
    {
        _all.Add(run);
        return run;
    }

    ulong Repeat(IScenarioRun run) => _scenario.AddressOffset < 0
        ? run.Repeat(Runs)
        : run.Repeat(Runs, _scenario.AddressOffset, _scenario.Addresses);

    // All engines give the same results and leave the same bytes, or there is nothing to compare.
    void Compare()
    {
        foreach (var sample in Scenarios.Samples.Append(_scenario.Packet))
            CompareRuns(sample);
        foreach (var address in _scenario.Addresses)
        {
            var packet = _scenario.Packet.ToArray();
            BitConverter.TryWriteBytes(packet.AsSpan(_scenario.AddressOffset), address);
            CompareRuns(packet);
        }
    }

    void CompareRuns(byte[] packet)
    {
        ulong? expected = null;
        byte[] left = [];
        foreach (var run in _all)
        {
            run.Packet.Load(packet, 0);
            var result = (uint)run.Once();
            var after = run.Packet.Packet.ToArray();
            expected ??= result;
            left = left.Length == 0 ? after : left;
            if (result != expected || !after.AsSpan().SequenceEqual(left))
            {
                throw new InvalidOperationException(
                    $"{Program}: engine {_all.IndexOf(run)} gave 0x{result:x} for {Convert.ToHexStringLower(packet)}, the first one 0x{expected:x}");
            }
        }
    }
}
