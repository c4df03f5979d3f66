using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Maps.Rings;
using Sluice.Kernel.Programs;
using Sluice.Kernel.Tracing;

namespace Sluice.Cli.Execution.Engines;

/// <summary>The running kernel: packets go through test runs.</summary>
/// <param name="live">The object, loaded.</param>
/// <param name="lines">What its programs print, or null.</param>
/// <param name="print">Takes what they print.</param>
sealed class LinuxEngine(KernelCollection live, TracePipe? lines, Action<string> print) : IRunEngine
{
    /// <inheritdoc/>
    public BpfObject Spec => live.Spec;

    /// <inheritdoc/>
    public IBpfCollection Live => live;

    /// <inheritdoc/>
    public IPacketProgram Open(string program) => new Tests(live.Programs[program], lines, print);

    /// <inheritdoc/>
    public IRecordSource OpenRing(IBpfMap map)
    {
        if (map.Spec.Type == MapType.RingBuffer)
            return new RingSource(new(map));
        var events = new PerfEventReader(map);
        return new PerfSource(events, events.Drain, () => events.Lost);
    }

    /// <inheritdoc/>
    public Errno SetEntry(IBpfMap map, ReadOnlySpan<byte> key, IBpfProgram program)
    {
        ((KernelMap)map).SetEntry(key, (KernelProgram)program);
        return Errno.None;
    }

    /// <inheritdoc/>
    public Errno SetEntry(IBpfMap map, ReadOnlySpan<byte> key, IBpfMap inner)
    {
        ((KernelMap)map).SetEntry(key, (KernelMap)inner);
        return Errno.None;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        live.Dispose();
        lines?.Dispose();
    }

    sealed class Tests(KernelProgram program, TracePipe? lines, Action<string> print) : IPacketProgram
    {
        readonly Action<TraceLine> _take = line => print(line.Text);
        byte[] _packet = new byte[1 << 16];
        int _length;

        public ReadOnlySpan<byte> Packet => _packet.AsSpan(0, _length);

        public Redirect Redirect { get; private set; }

        public ulong Run(ReadOnlySpan<byte> packet, in RunContext context)
        {
            try
            {
                var result = program.Run(packet, context);
                if (result.Packet.Length > _packet.Length)
                    _packet = new byte[result.Packet.Length];
                result.Packet.CopyTo(_packet);
                (_length, Redirect) = (result.Packet.Length, result.Redirect);
                lines?.Drain(_take);
                return result.ReturnValue;
            }
            catch (KernelException refusal)
            {
                throw new CommandException(refusal.Message);
            }
        }

        // The program is its collection's.
        public void Dispose()
        {
        }
    }

    sealed class RingSource(RingBufferReader reader) : IRecordSource
    {
        // The kernel does not count them, and the ring is read after each packet.
        public long Lost => 0;

        public void Drain(RecordHandler handler) => reader.Drain(handler);

        public void Dispose() => reader.Dispose();
    }
}
