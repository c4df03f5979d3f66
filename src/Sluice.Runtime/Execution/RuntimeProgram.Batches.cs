using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Contexts;

namespace Sluice.Runtime.Execution;

// Runs over batches of packets in the caller's memory.
public sealed unsafe partial class RuntimeProgram
{
    // What a run leaves behind that the next one has to be kept from: nothing, the packet's bounds, or anything.
    enum Traces
    {
        None,
        Bounds,
        Any,
    }

    readonly Traces _traces;

    /// <summary>Runs it over every packet of a batch; see <see cref="BatchRunner.Run"/>.</summary>
    internal void RunBatch<TPackets>(Cpu cpu, ref TPackets packets, in RunContext context)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        // The runner entered before: whoever disposed since waits for it, or is seen here.
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (!_isPrepared)
            Prepare();
        cpu.BeginNext(this);
        cpu.Entry = new((ulong)cpu.Context);
        switch (_traces)
        {
            case Traces.None:
                RunFixed(cpu, ref packets);
                break;
            case Traces.Bounds:
                RunResizing(cpu, ref packets);
                break;
            default:
                while (!TryRunAll(cpu, ref packets, context))
                {
                    // A fault ended one packet's run; the others are still to come.
                }

                break;
        }
    }

    // The loops stand apart from the protected region, which would keep their variables on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    void RunFixed<TPackets>(Cpu cpu, ref TPackets packets)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        var entry = EntryPoint;
        var context = (ClickMd*)cpu.Context;
        while (packets.Next(out var packet))
        {
            context->Data = (ulong)packet.Data;
            context->DataEnd = (ulong)packet.End;
            packets.Done(entry(cpu, (ulong)context, 0), packet.Data, packet.End, 0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void RunResizing<TPackets>(Cpu cpu, ref TPackets packets)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        var (entry, buffer) = (EntryPoint, cpu.Packet);
        var context = (ClickMd*)cpu.Context;
        while (packets.Next(out var packet))
        {
            context->Data = (ulong)packet.Data;
            context->DataEnd = (ulong)packet.End;
            buffer.BorrowRoom(packet.Start, packet.Limit);
            var moved = buffer.Moved;
            var result = entry(cpu, (ulong)context, 0);
            packets.Done(result, (byte*)context->Data, (byte*)context->DataEnd, buffer.Moved - moved);
        }
    }

    bool TryRunAll<TPackets>(Cpu cpu, ref TPackets packets, in RunContext context)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        var moved = cpu.Packet.Moved;
        try
        {
            RunAll(cpu, ref packets, context, ref moved);
            return true;
        }
        catch (BpfFaultException fault)
        {
            cpu.EndNext();
            packets.Faulted(fault, cpu.Packet.Data, cpu.Packet.DataEnd, cpu.Packet.Moved - moved);
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void RunAll<TPackets>(Cpu cpu, ref TPackets packets, in RunContext context, ref long moved)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        var buffer = cpu.Packet;
        while (packets.Next(out var packet))
        {
            buffer.Borrow(packet.Start, packet.Data, (int)(packet.End - packet.Data), packet.Limit);
            cpu.BeginNext(this);
            var arguments = _adapter.Prepare(cpu, context);
            if (cpu.Entry != arguments)
                cpu.Entry = arguments;
            moved = buffer.Moved;
            var result = EntryPoint(cpu, arguments.R1, arguments.R2);
            cpu.EndNext();
            if (_adapter is ClickContext)
                ClickContext.Collect(cpu);
            packets.Done(result, buffer.Data, buffer.DataEnd, buffer.Moved - moved);
        }
    }

    // Proved programs of Click's elements whose helpers change nothing of the CPU need not be kept apart from each other.
    static Traces TracesOf(Code.ProgramCode code, ExecutionMode mode)
    {
        if (mode != ExecutionMode.Compiled || code.Adapter is not ClickContext)
            return Traces.Any;
        var traces = Traces.None;
        foreach (var instruction in code.Instructions)
        {
            if (instruction is null)
                continue;
            if (instruction.Operation is Operation.CallRegister)
                return Traces.Any;
            if (instruction.Operation != Operation.CallHelper)
                continue;
            if (instruction.Helper?.Helper is not { } helper)
                return Traces.Any;
            if (helper == Bpf.Platform.Helpers.PacketAddSpace)
                traces = Traces.Bounds;
            else if (!IsTraceless(helper))
                return Traces.Any;
        }

        return traces;
    }

    static bool IsTraceless(Helper helper) => (helper.Effects & ~(Effects.TakesPacketMemory | Effects.KeepsArguments)) == 0
        && !helper.Arguments.Any(argument => argument.Kind is ArgKind.Callback or ArgKind.Context);
}
