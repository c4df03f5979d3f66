using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Maps.Rings;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>Ring buffers and perf event arrays. Flags and answers: kernel/bpf/ringbuf.c, net/core/filter.c.</summary>
static unsafe class RingHelpers
{
    // BPF_F_INDEX_MASK and BPF_F_CTXLEN_MASK of bpf_perf_event_output.
    const ulong IndexMask = 0xffff_ffff, PacketLengthMask = 0xf_ffffUL << 32;

    public static ulong Output(Cpu cpu, ulong map, ulong data, ulong size, ulong flags, ulong r5) =>
        (ulong)Ring(map).Output((byte*)data, size, flags);

    public static ulong Reserve(Cpu cpu, ulong map, ulong size, ulong flags, ulong r4, ulong r5)
    {
        var ring = Ring(map);
        var record = ring.Reserve(size, flags);
        if (record != null)
            cpu.Resources.Add(ring, (ulong)record, size);
        return (ulong)record;
    }

    public static ulong Submit(Cpu cpu, ulong record, ulong flags, ulong r3, ulong r4, ulong r5) => Commit(cpu, record, flags, discard: false);

    public static ulong Discard(Cpu cpu, ulong record, ulong flags, ulong r3, ulong r4, ulong r5) => Commit(cpu, record, flags, discard: true);

    public static ulong Query(Cpu cpu, ulong map, ulong what, ulong r3, ulong r4, ulong r5) => Ring(map).Query(what);

    /// <summary>bpf_perf_event_output: data, and as many bytes of the packet behind it as the flags ask for.</summary>
    public static ulong PerfEventOutput(Cpu cpu, ulong context, ulong map, ulong flags, ulong data, ulong size)
    {
        if ((flags & ~(IndexMask | PacketLengthMask)) != 0)
            return Fail(Errno.InvalidArgument);
        var length = (int)((flags & PacketLengthMask) >> 32);
        var packet = cpu.Packet.Packet;
        if (length > packet.Length)
            return Fail(Errno.BadAddress);
        return (ulong)((PerfEventArrayMap)MapTable.Get(map)).Output(
            cpu, flags & IndexMask, new((void*)data, (int)size), packet[..length]);
    }

    static RingBufferMap Ring(ulong map) => (RingBufferMap)MapTable.Get(map);

    static ulong Commit(Cpu cpu, ulong record, ulong flags, bool discard)
    {
        if (cpu.Resources.OwnerOf(record) is RingBufferMap ring && cpu.Resources.Remove(ring, record))
        {
            ring.Commit((byte*)record, discard, flags);
            cpu.LastRange = default; // It may be the record, which is the reader's from now on.
        }

        return Success;
    }
}
