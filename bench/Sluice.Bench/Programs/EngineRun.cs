using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Bench.Programs;

/// <summary>A scenario on the in-process engine, in one mode, with maps of its own.</summary>
sealed unsafe class EngineRun : IScenarioRun
{
    readonly RuntimeCollection _object;
    readonly ProgramWorker _worker;

    public EngineRun(BpfRuntime runtime, Scenario scenario, ExecutionMode mode)
    {
        _object = runtime.Load(ProgramFiles.Load(scenario.Function), mode: mode);
        scenario.Fill?.Invoke(_object.Map);
        _worker = _object.Program(scenario.Function).OpenWorker();
    }

    public PacketBuffer Packet => _worker.Packet;

    public ulong Once() => _worker.Run();

    public ulong Repeat(int count)
    {
        var sum = 0ul;
        for (var i = 0; i < count; i++)
            sum += _worker.Run();
        return sum;
    }

    public ulong Repeat(int count, int offset, uint[] addresses)
    {
        var sum = 0ul;
        var field = (uint*)(_worker.Packet.Data + offset);
        for (var i = 0; i < count; i++)
        {
            *field = addresses[i & (addresses.Length - 1)];
            sum += _worker.Run();
        }

        return sum;
    }

    public ulong RepeatPrepared(int count) => _worker.Repeat(count);

    public void Dispose()
    {
        _worker.Dispose();
        _object.Dispose();
    }
}
