using System.Diagnostics;
using Sluice.Bpf.Assembly;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.ChainBench;

/// <summary>A scenario in process, compiled and sandboxed as <c>sluice run</c> has it.</summary>
sealed class InProcess : IDisposable
{
    readonly BpfRuntime _runtime;
    readonly RuntimeCollection _chains, _empty;
    readonly ProgramWorker _worker, _nothing;
    readonly Scenario _scenario;
    readonly Testbed _testbed;
    readonly byte[] _packet;

    /// <summary>Loads it.</summary>
    public InProcess(Testbed testbed, Scenario scenario)
    {
        (_testbed, _scenario, _packet) = (testbed, scenario, scenario.Packet);
        _runtime = new(new() { Routes = Testbed.Routes });
        var unit = scenario.Compile();
        var chains = ChainComposer.Compose(unit, PackageCatalogue.Shipped);
        _chains = _runtime.Load(chains.Object);
        Variant.Fill(_chains, chains);
        _empty = _runtime.Load(Assembler.AssembleObject(".program nothing section=\"xdp\"\nr0 = 1\nexit\n"));
        _worker = _chains.Program(unit.Loaders[0].Name).OpenWorker();
        _nothing = _empty.Program("nothing").OpenWorker();
    }

    /// <summary>Nanoseconds that a packet takes.</summary>
    public double Run(int count)
    {
        var verdict = Repeat(_worker, count, out var time);
        return verdict == _scenario.Verdict ? time
            : throw new InvalidOperationException($"{_scenario.Title} in process: found verdict {verdict}, expected {_scenario.Verdict}");
    }

    /// <summary>Nanoseconds that a packet takes that nothing happens to.</summary>
    public double Nothing(int count)
    {
        Repeat(_nothing, count, out var time);
        return time;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _worker.Dispose();
        _nothing.Dispose();
        _chains.Dispose();
        _empty.Dispose();
        _runtime.Dispose();
    }

    ulong Repeat(ProgramWorker worker, int count, out double nanoseconds)
    {
        var began = Stopwatch.GetTimestamp();
        var verdict = 0UL;
        for (var i = 0; i < count; i++)
        {
            worker.Packet.Load(_packet, 0);
            verdict = worker.Run(_testbed.Context);
        }

        nanoseconds = Stopwatch.GetElapsedTime(began).TotalNanoseconds / count;
        return verdict;
    }
}
