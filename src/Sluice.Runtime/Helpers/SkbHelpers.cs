using System.Buffers.Binary;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>Helpers that read, write and resize a socket buffer. Limits and answers: net/core/filter.c.</summary>
static unsafe class SkbHelpers
{
    /// <summary>BPF_SKB_MAX_LEN: the longest IPv6 packet.</summary>
    public const uint MaxLength = 0xffff + 40;

    // BPF_F_RECOMPUTE_CSUM and BPF_F_INVALIDATE_HASH of skb_store_bytes.
    const ulong RecomputeChecksum = 1, InvalidateHash = 2;

    const uint StartAtMac = 0, StartAtNetwork = 1;

    // PACKET_OTHERHOST, the last type that a program may set.
    const uint LastPacketType = 3;

    const ushort EtherTypeIPv4 = 0x0800, EtherTypeIPv6 = 0x86dd;

    // An IPv6 header is 20 bytes longer than an IPv4 header.
    const int HeaderGrowth = 20;

    public static ulong LoadBytes(Cpu cpu, ulong context, ulong offset, ulong to, ulong length, ulong r5) =>
        Load(cpu.Packet.Packet, (uint)offset, to, (uint)length);

    public static ulong LoadBytesRelative(Cpu cpu, ulong context, ulong offset, ulong to, ulong length, ulong startHeader)
    {
        var packet = cpu.Packet.Packet;
        var start = (uint)startHeader switch
        {
            StartAtMac => 0,
            StartAtNetwork => cpu.Packet.NetworkOffset,
            _ => packet.Length,
        };
        return Load((uint)offset > ushort.MaxValue ? default : packet[Math.Min(start, packet.Length)..], (uint)offset, to, (uint)length);
    }

    public static ulong StoreBytes(Cpu cpu, ulong context, ulong offset, ulong from, ulong length, ulong flags)
    {
        if ((flags & ~(RecomputeChecksum | InvalidateHash)) != 0)
            return Fail(Errno.InvalidArgument);
        var packet = cpu.Packet.Packet;
        var (start, count) = ((uint)offset, (uint)length);
        if ((ulong)start + count > (uint)packet.Length)
            return Fail(Errno.BadAddress);

        new ReadOnlySpan<byte>((void*)from, (int)count).CopyTo(packet[(int)start..]);
        if ((flags & InvalidateHash) != 0)
            ((SkBuff*)cpu.Context)->Hash = 0;
        return Success;
    }

    public static ulong PullData(Cpu cpu, ulong context, ulong length, ulong r3, ulong r4, ulong r5) =>
        (uint)length > (uint)cpu.Packet.Packet.Length ? Fail(Errno.NoMemory) : Success; // All of it is linear already.

    public static ulong ChangeHead(Cpu cpu, ulong context, ulong room, ulong flags, ulong r4, ulong r5)
    {
        var growth = (int)room;
        if (flags != 0 || growth < 0 || growth + (long)cpu.Packet.Packet.Length > MaxLength)
            return Fail(Errno.InvalidArgument);
        if (!cpu.Packet.TryInsert(0, growth))
            return Fail(Errno.NoMemory);

        cpu.Packet.NetworkOffset += growth;
        return SkbContext.Publish(cpu);
    }

    public static ulong ChangeTail(Cpu cpu, ulong context, ulong length, ulong flags, ulong r4, ulong r5)
    {
        var packet = cpu.Packet;
        var wanted = (uint)length;
        if (flags != 0 || wanted > MaxLength || wanted < packet.NetworkOffset)
            return Fail(Errno.InvalidArgument);

        var end = packet.Data + wanted;
        if (end > packet.HardEnd)
            return Fail(Errno.NoMemory);
        if (end > packet.DataEnd)
            new Span<byte>(packet.DataEnd, (int)(end - packet.DataEnd)).Clear();
        packet.DataEnd = end;
        return SkbContext.Publish(cpu);
    }

    public static ulong ChangeProtocol(Cpu cpu, ulong context, ulong protocol, ulong flags, ulong r4, ulong r5)
    {
        var skb = (SkBuff*)cpu.Context;
        if (flags != 0)
            return Fail(Errno.InvalidArgument);
        var (from, to) = (HostOrder(skb->Protocol), HostOrder((uint)protocol));
        var resized = (from, to) switch
        {
            (EtherTypeIPv4, EtherTypeIPv6) => cpu.Packet.TryInsert(cpu.Packet.NetworkOffset, HeaderGrowth),
            (EtherTypeIPv6, EtherTypeIPv4) => cpu.Packet.TryRemove(cpu.Packet.NetworkOffset, HeaderGrowth),
            _ => false,
        };
        if (!resized)
            return Fail(Errno.NotSupported);

        skb->Protocol = (ushort)protocol;
        skb->Hash = 0;
        return SkbContext.Publish(cpu);
    }

    public static ulong ChangeType(Cpu cpu, ulong context, ulong type, ulong r3, ulong r4, ulong r5)
    {
        if ((uint)type > LastPacketType)
            return Fail(Errno.InvalidArgument);
        ((SkBuff*)cpu.Context)->PacketType = (uint)type;
        return Success;
    }

    public static ulong SetHashInvalid(Cpu cpu, ulong context, ulong r2, ulong r3, ulong r4, ulong r5) =>
        SetHash(cpu, context, 0, r3, r4, r5);

    public static ulong SetHash(Cpu cpu, ulong context, ulong hash, ulong r3, ulong r4, ulong r5)
    {
        ((SkBuff*)cpu.Context)->Hash = (uint)hash;
        return Success;
    }

    /// <summary>A field in network byte order, as a number.</summary>
    internal static ushort HostOrder(uint field) => BinaryPrimitives.ReverseEndianness((ushort)field);

    static ulong Load(ReadOnlySpan<byte> packet, uint offset, ulong to, uint length)
    {
        var target = new Span<byte>((void*)to, (int)length);
        if ((ulong)offset + length > (uint)packet.Length)
        {
            target.Clear();
            return Fail(Errno.BadAddress);
        }

        packet.Slice((int)offset, (int)length).CopyTo(target);
        return Success;
    }
}
