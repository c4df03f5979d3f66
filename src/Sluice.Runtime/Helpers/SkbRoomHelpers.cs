using Sluice.Bpf.Platform;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>bpf_skb_adjust_room: room between headers for tunnels. Limits and answers: net/core/filter.c.</summary>
static unsafe class SkbRoomHelpers
{
    [Flags]
    enum Flags : ulong
    {
        FixedGso = 1,
        EncapIPv4 = 2,
        EncapIPv6 = 4,
        EncapGre = 8,
        EncapUdp = 16,
        NoChecksumReset = 32,
        EncapEthernet = 64,
        DecapIPv4 = 128,
        DecapIPv6 = 256,

        Encap = EncapIPv4 | EncapIPv6,
        Decap = DecapIPv4 | DecapIPv6,

        // The length of an inner link-layer header, in the highest byte.
        InnerLinkLength = 0xffUL << 56,
        All = FixedGso | Encap | EncapGre | EncapUdp | NoChecksumReset | EncapEthernet | Decap | InnerLinkLength,
    }

    const int MaxChange = 0xfff;

    const int IPv4Header = 20, IPv6Header = 40, EthernetHeader = 14;

    const uint ModeNetwork = 0, ModeMac = 1;

    const ushort EtherTypeIPv4 = 0x0800, EtherTypeIPv6 = 0x86dd;

    // The same as they lie in the context: network byte order.
    const uint ProtocolIPv4 = 0x0008, ProtocolIPv6 = 0xdd86;

    public static ulong AdjustRoom(Cpu cpu, ulong context, ulong delta, ulong mode, ulong options, ulong r5)
    {
        var (change, flags) = ((int)delta, (Flags)options);
        if ((flags & ~Flags.All) != 0)
            return Fail(Errno.InvalidArgument);
        if (Math.Abs((long)change) > MaxChange)
            return Fail(Errno.BadAddress);

        var skb = (SkBuff*)cpu.Context;
        var protocol = SkbHelpers.HostOrder(skb->Protocol);
        if (protocol is not (EtherTypeIPv4 or EtherTypeIPv6))
            return Fail(Errno.NotSupported);
        var header = protocol == EtherTypeIPv4 ? IPv4Header : IPv6Header;
        if ((uint)mode > ModeMac)
            return Fail(Errno.NotSupported);
        var offset = cpu.Packet.NetworkOffset + ((uint)mode == ModeNetwork ? header : 0);

        return change < 0
            ? Shrink(cpu, skb, offset, -change, header, flags)
            : Grow(cpu, skb, offset, change, flags);
    }

    static ulong Shrink(Cpu cpu, SkBuff* skb, int offset, int change, int header, Flags flags)
    {
        var shortest = (flags & Flags.Decap) switch
        {
            0 => header,
            Flags.DecapIPv4 => IPv4Header,
            Flags.DecapIPv6 => IPv6Header,
            _ => 0,
        };
        if (shortest == 0)
            return Fail(Errno.InvalidArgument);
        var payload = cpu.Packet.Packet.Length - cpu.Packet.NetworkOffset;
        if (change >= payload || payload - change < shortest)
            return Fail(Errno.NotSupported);
        if ((flags & ~(Flags.FixedGso | Flags.Decap | Flags.NoChecksumReset)) != 0)
            return Fail(Errno.InvalidArgument);
        if (!cpu.Packet.TryRemove(offset, change))
            return Fail(Errno.NoMemory);

        SetProtocol(skb, (flags & Flags.DecapIPv4) != 0, (flags & Flags.DecapIPv6) != 0);
        return SkbContext.Publish(cpu);
    }

    static ulong Grow(Cpu cpu, SkBuff* skb, int offset, int change, Flags flags)
    {
        if ((flags & Flags.Decap) != 0)
            return Fail(Errno.InvalidArgument);
        if (cpu.Packet.Packet.Length + change > SkbHelpers.MaxLength)
            return Fail(Errno.NotSupported);
        if ((flags & Flags.Encap) != 0)
        {
            var innerLink = (int)((ulong)flags >> 56);
            if ((flags & Flags.Encap) == Flags.Encap
                || (flags & (Flags.EncapGre | Flags.EncapUdp)) == (Flags.EncapGre | Flags.EncapUdp)
                || ((flags & Flags.EncapEthernet) != 0 && innerLink < EthernetHeader)
                || innerLink > change)
            {
                return Fail(Errno.InvalidArgument);
            }

            if (cpu.Packet.IsEncapsulated)
                return Fail(Errno.Already);
        }

        if (!cpu.Packet.TryInsert(offset, change))
            return Fail(Errno.NoMemory);
        if ((flags & Flags.Encap) != 0)
        {
            cpu.Packet.IsEncapsulated = true;
            SetProtocol(skb, (flags & Flags.EncapIPv4) != 0, (flags & Flags.EncapIPv6) != 0);
        }

        return SkbContext.Publish(cpu);
    }

    static void SetProtocol(SkBuff* skb, bool isIPv4, bool isIPv6)
    {
        if (isIPv4)
            skb->Protocol = ProtocolIPv4;
        else if (isIPv6)
            skb->Protocol = ProtocolIPv6;
    }
}
