using System.Runtime.CompilerServices;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>What the programs of Click's elements may call besides.</summary>
static class ClickHelpers
{
    /// <summary>bpf_packet_add_space: makes the packet longer or shorter at its ends.</summary>
    /// <remarks>Compiled code takes bytes off the front by itself (FunctionEmitter): it moves the context's first field.</remarks>
    public static ulong AddSpace(Cpu cpu, ulong head, ulong tail, ulong r3, ulong r4, ulong r5)
    {
        var (front, back) = ((int)head, (int)tail);
        ClickContext.Collect(cpu);
        if (!cpu.Packet.TryAddSpace(front, back))
            return Fail(front < 0 || back < 0 ? Errno.InvalidArgument : Errno.NoSpace);
        ClickContext.Publish(cpu);
        return Success;
    }

    /// <summary>The same in a compiled loop over packets, which says only now how far this one may grow.</summary>
    /// <param name="head">Bytes at the front.</param>
    /// <param name="tail">Bytes at the end.</param>
    /// <param name="cpu">Where the program runs.</param>
    /// <param name="start">The first byte that the packet may grow to.</param>
    /// <param name="limit">The first byte behind all room.</param>
    /// <param name="moved">Grows by how far the contents have moved.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe ulong AddSpaceWithin(ulong head, ulong tail, Cpu cpu, byte* start, byte* limit, ref long moved)
    {
        var before = cpu.Packet.Moved;
        cpu.Packet.BorrowRoom(start, limit);
        var result = AddSpace(cpu, head, tail, 0, 0, 0);
        moved += cpu.Packet.Moved - before;
        return result;
    }
}
