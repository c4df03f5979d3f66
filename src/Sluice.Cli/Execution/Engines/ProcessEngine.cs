using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Maps.Rings;

namespace Sluice.Cli.Execution.Engines;

/// <summary>The engine in process.</summary>
sealed class ProcessEngine(BpfRuntime runtime, RuntimeCollection live) : IRunEngine
{
    /// <inheritdoc/>
    public BpfObject Spec => live.Spec;

    /// <inheritdoc/>
    public IBpfCollection Live => live;

    /// <inheritdoc/>
    public IPacketProgram Open(string program)
    {
        var ready = live.Program(program);
        ready.Prepare();
        return new Worker(ready.OpenWorker());
    }

    /// <inheritdoc/>
    public IRecordSource OpenRing(IBpfMap map)
    {
        if (map.Spec.Type == MapType.RingBuffer)
            return new RingSource(new(map));
        var events = new PerfEventReader(map);
        return new PerfSource(events, events.Drain, () => events.Lost);
    }

    /// <inheritdoc/>
    public Errno SetEntry(IBpfMap map, ReadOnlySpan<byte> key, IBpfProgram program) => map.Update(key, BitConverter.GetBytes(((RuntimeProgram)program).Id));

    /// <inheritdoc/>
    public Errno SetEntry(IBpfMap map, ReadOnlySpan<byte> key, IBpfMap inner) => map.Update(key, BitConverter.GetBytes(((RuntimeMap)inner).Id));

    /// <inheritdoc/>
    public void Dispose()
    {
        live.Dispose();
        runtime.Dispose();
    }

    sealed class Worker(ProgramWorker worker) : IPacketProgram
    {
        public ReadOnlySpan<byte> Packet => worker.Packet.Packet;

        public Redirect Redirect => worker.Redirect;

        public ulong Run(ReadOnlySpan<byte> packet, in RunContext context)
        {
            worker.Packet.Load(packet, 0);
            return worker.Run(context);
        }

        public void Dispose() => worker.Dispose();
    }

    sealed class RingSource(RingBufferReader reader) : IRecordSource
    {
        public long Lost => reader.Lost;

        public void Drain(RecordHandler handler)
        {
            if (reader.Backlog > 0)
                reader.Drain(handler);
        }

        public void Dispose() => reader.Dispose();
    }
}
