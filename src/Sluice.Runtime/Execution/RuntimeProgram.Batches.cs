using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Runtime.Contexts;

namespace Sluice.Runtime.Execution;

// Runs over batches of packets in the caller's memory.
public sealed unsafe partial class RuntimeProgram
{
    /// <summary>Runs it over every packet of a batch; see <see cref="BatchRunner.Run"/>.</summary>
    internal void RunBatch<TPackets>(Cpu cpu, ref TPackets packets, in RunContext context)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        // The runner entered before: whoever disposed since waits for it, or is seen here.
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        while (!TryRunAll(cpu, ref packets, context))
        {
            // A fault ended one packet's run; the others are still to come.
        }
    }

    bool TryRunAll<TPackets>(Cpu cpu, ref TPackets packets, in RunContext context)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        try
        {
            if (_adapter is ClickContext)
                RunAllClick(cpu, ref packets);
            else
                RunAll(cpu, ref packets, context);
            return true;
        }
        catch (BpfFaultException fault)
        {
            cpu.EndNext();
            packets.Faulted(fault, cpu.Packet);
            return false;
        }
    }

    // The loops stand apart from the protected region, which would keep their variables on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    void RunAll<TPackets>(Cpu cpu, ref TPackets packets, in RunContext context)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        while (packets.Next(cpu.Packet))
        {
            cpu.BeginNext(this);
            var arguments = _adapter.Prepare(cpu, context);
            if (cpu.Entry != arguments)
                cpu.Entry = arguments;
            var result = EntryPoint(cpu, arguments.R1, arguments.R2);
            cpu.EndNext();
            packets.Done(result, cpu.Packet);
        }
    }

    // The same for the programs of Click's elements, whose context is two addresses: no call to fill it in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    void RunAllClick<TPackets>(Cpu cpu, ref TPackets packets)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        var (packet, context) = (cpu.Packet, (ulong)cpu.Context);
        cpu.Entry = new(context);
        while (packets.Next(packet))
        {
            cpu.BeginNext(this);
            ClickContext.Publish(cpu);
            var result = EntryPoint(cpu, context, 0);
            cpu.EndNext();
            packets.Done(result, packet);
        }
    }
}
