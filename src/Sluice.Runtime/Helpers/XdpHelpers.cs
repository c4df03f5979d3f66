using Sluice.Bpf.Platform;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>Helpers that move an XDP packet's ends and copy its bytes. Limits and answers: net/core/filter.c.</summary>
static unsafe class XdpHelpers
{
    const int EthernetHeader = 14;

    // The kernel keeps a struct xdp_frame at the start of the headroom.
    const int FrameHeader = 40;

    // skb_shared_info keeps the length of metadata in a byte.
    const int MaxMetadata = 255;

    const uint MaxOffset = 0xffff;

    public static ulong AdjustHead(Cpu cpu, ulong context, ulong delta, ulong r3, ulong r4, ulong r5)
    {
        var packet = cpu.Packet;
        var metadata = packet.Data - packet.Meta;
        var data = packet.Data + (int)delta;
        if (data < packet.HardStart + FrameHeader + metadata || data > packet.DataEnd - EthernetHeader)
            return Fail(Errno.InvalidArgument);

        Buffer.MemoryCopy(packet.Meta, data - metadata, metadata, metadata);
        Clear(data, packet.Data);
        packet.Meta = data - metadata;
        packet.Data = data;
        return Publish(cpu);
    }

    public static ulong AdjustMeta(Cpu cpu, ulong context, ulong delta, ulong r3, ulong r4, ulong r5)
    {
        var packet = cpu.Packet;
        var meta = packet.Meta + (int)delta;
        if (meta < packet.HardStart + FrameHeader || meta > packet.Data)
            return Fail(Errno.InvalidArgument);
        var length = packet.Data - meta;
        if ((length & 3) != 0 || length > MaxMetadata)
            return Fail(Errno.AccessDenied);

        Clear(meta, packet.Meta);
        packet.Meta = meta;
        return Publish(cpu);
    }

    public static ulong AdjustTail(Cpu cpu, ulong context, ulong delta, ulong r3, ulong r4, ulong r5)
    {
        var packet = cpu.Packet;
        var growth = (int)delta;
        var end = packet.DataEnd + growth;
        if (end > packet.TailLimit || end < packet.Data + EthernetHeader)
            return Fail(Errno.InvalidArgument);

        if (growth > 0)
            new Span<byte>(packet.DataEnd, growth).Clear();
        packet.DataEnd = end;
        return Publish(cpu);
    }

    public static ulong LoadBytes(Cpu cpu, ulong context, ulong offset, ulong to, ulong length, ulong r5)
    {
        var error = Find(cpu, offset, length, out var bytes);
        if (error != Success)
            return error;
        bytes.CopyTo(new Span<byte>((void*)to, bytes.Length));
        return Success;
    }

    public static ulong StoreBytes(Cpu cpu, ulong context, ulong offset, ulong from, ulong length, ulong r5)
    {
        var error = Find(cpu, offset, length, out var bytes);
        if (error != Success)
            return error;
        new Span<byte>((void*)from, bytes.Length).CopyTo(bytes);
        return Success;
    }

    public static ulong GetBufferLength(Cpu cpu, ulong context, ulong r2, ulong r3, ulong r4, ulong r5) =>
        (ulong)(cpu.Packet.DataEnd - cpu.Packet.Data);

    // What earlier packets left in the headroom is nobody's business. Linux's pages are zero in test runs, too.
    static void Clear(byte* from, byte* to)
    {
        if (from < to)
            new Span<byte>(from, (int)(to - from)).Clear();
    }

    static ulong Find(Cpu cpu, ulong offset, ulong length, out Span<byte> bytes)
    {
        bytes = default;
        var (start, count) = ((uint)offset, (uint)length);
        if (start > MaxOffset || count > MaxOffset)
            return Fail(Errno.BadAddress);
        var packet = cpu.Packet.Packet;
        if (start + count > packet.Length)
            return Fail(Errno.InvalidArgument);
        bytes = packet.Slice((int)start, (int)count);
        return Success;
    }

    static ulong Publish(Cpu cpu)
    {
        var context = (XdpMd*)cpu.Context;
        context->Data = (uint)cpu.Packet.Data;
        context->DataEnd = (uint)cpu.Packet.DataEnd;
        context->DataMeta = (uint)cpu.Packet.Meta;
        return Success;
    }
}
