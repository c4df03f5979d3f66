using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Contexts;

namespace Sluice.Runtime.Execution;

// Runs over batches of packets in the caller's memory.
public sealed unsafe partial class RuntimeProgram
{
    // Can its runs over a batch be one loop, since none leaves anything behind that the next one has to be kept from?
    readonly bool _isLoop;

    Delegate? _loop;

    /// <summary>Compiles or decodes it now for batches of this kind, and not when the first of them is there.</summary>
    public void Prepare<TPackets>()
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        if (_isLoop)
            _ = MakeLoop<TPackets>();
        else
            Prepare();
    }

    /// <summary>Runs it over every packet of a batch; see <see cref="BatchRunner.Run"/>.</summary>
    internal void RunBatch<TPackets>(Cpu cpu, ref TPackets packets, in RunContext context)
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        // The runner entered before: whoever disposed since waits for it, or is seen here.
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        cpu.BeginNext(this);
        if (_isLoop)
        {
            (Volatile.Read(ref _loop) as BatchLoop<TPackets> ?? MakeLoop<TPackets>())(cpu, ref packets);
            return;
        }

        if (!_isPrepared)
            Prepare();
        while (!TryRunAll(cpu, ref packets, context))
        {
            // A fault ended one packet's run; the others are still to come.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    BatchLoop<TPackets> MakeLoop<TPackets>()
        where TPackets : struct, IPacketBatch, allows ref struct
    {
        lock (_lock)
        {
            if (_loop is BatchLoop<TPackets> ready)
                return ready;
            var loop = Compiled().MakeLoop<TPackets>();
            RuntimeHelpers.PrepareDelegate(loop);
            Volatile.Write(ref _loop, loop);
            return loop;
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
    static bool IsLoop(ProgramCode code, ExecutionMode mode) => mode == ExecutionMode.Compiled && code.Adapter is ClickContext
        && code.Instructions.All(instruction => instruction is null || LeavesNothing(instruction, code.Functions[0]));

    // That bytes are added is known in the loop only, and so only where the entry itself does it.
    static bool LeavesNothing(CodeInstruction instruction, CodeFunction entry) => instruction.Operation switch
    {
        Operation.CallRegister => false,
        Operation.CallHelper when instruction.Helper?.Helper is not { } helper => false,
        Operation.CallHelper => instruction.Helper.Helper == Bpf.Platform.Helpers.PacketAddSpace
            ? instruction.Slot >= entry.Start && instruction.Slot < entry.End
            : IsTraceless(instruction.Helper.Helper),
        _ => true,
    };

    static bool IsTraceless(Helper helper) => (helper.Effects & ~(Effects.TakesPacketMemory | Effects.KeepsArguments)) == 0
        && !helper.Arguments.Any(argument => argument.Kind is ArgKind.Callback or ArgKind.Context);
}
