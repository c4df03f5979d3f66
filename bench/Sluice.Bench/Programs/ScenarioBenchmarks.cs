using BenchmarkDotNet.Attributes;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Bench.Programs;

/// <summary>Each scenario on every engine, and the proof that they agree before anything is measured.</summary>
public abstract class ScenarioBenchmarks : IDisposable
{
    protected const int Runs = 1024;

    readonly List<IScenarioRun> _all = [];
    BpfRuntime? _runtime;
    HostLibrary? _library;
    Scenario _scenario = null!;

    private protected IScenarioRun Interpreted { get; private set; } = null!;

    private protected IScenarioRun Sandboxed { get; private set; } = null!;

    private protected IScenarioRun Compiled { get; private set; } = null!;

    private protected IScenarioRun Native { get; private set; } = null!;

    public static IEnumerable<string> Names => Scenarios.All.Select(scenario => scenario.Name);

    [ParamsSource(nameof(Names))]
    public string Program { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _scenario = Scenarios.All.Single(scenario => scenario.Name == Program);
        _runtime = new BpfRuntime(new() { CpuCount = 3 });
        _library = new HostLibrary(Directory.GetFiles(ProgramFiles.Folder, "*.bpf.c").Order(), "-Wall", "-Werror");
        Interpreted = Add(new EngineRun(_runtime, _scenario, ExecutionMode.Interpret));
        Sandboxed = Add(new EngineRun(_runtime, _scenario, ExecutionMode.Sandbox));
        Compiled = Add(new EngineRun(_runtime, _scenario, ExecutionMode.Compiled));
        Native = Add(new NativeRun(_library, _scenario));
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

    IScenarioRun Add(IScenarioRun run)
    {
        _all.Add(run);
        return run;
    }

    private protected ulong RepeatVaried(IScenarioRun run) => _scenario.AddressOffset < 0
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
