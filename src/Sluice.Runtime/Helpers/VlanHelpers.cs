using System.Buffers.Binary;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>
/// bpf_skb_vlan_push and bpf_skb_vlan_pop. As in the kernel (skb_vlan_push, skb_vlan_pop), the outermost tag lies beside
/// the packet, in the context, and only further ones in its bytes.
/// </summary>
static unsafe class VlanHelpers
{
    const int Addresses = 12, TagLength = 4, EthernetHeader = 14;

    const ushort EtherTypeVlan = 0x8100, EtherTypeQinQ = 0x88a8;

    // Frames with less than this in the type field carry a length instead (IEEE 802.3).
    const ushort FirstEtherType = 0x0600;

    const ushort EtherType8023 = 0x0001, EtherType8022 = 0x0004;

    public static ulong Push(Cpu cpu, ulong context, ulong protocol, ulong tag, ulong r4, ulong r5)
    {
        var skb = (SkBuff*)cpu.Context;
        var packet = cpu.Packet;
        var type = SkbHelpers.HostOrder((uint)protocol) is EtherTypeVlan or EtherTypeQinQ
            ? (uint)(ushort)protocol
            : BinaryPrimitives.ReverseEndianness(EtherTypeVlan);
        if (skb->VlanPresent != 0)
        {
            if (!packet.TryInsert(Addresses, TagLength))
                return Fail(Errno.NoMemory);
            var inner = new Span<byte>(packet.Data + Addresses, TagLength);
            BinaryPrimitives.WriteUInt16LittleEndian(inner, (ushort)skb->VlanProto);
            BinaryPrimitives.WriteUInt16BigEndian(inner[2..], (ushort)skb->VlanTci);
            skb->Protocol = skb->VlanProto;
        }

        SetTag(skb, type, (ushort)tag);
        skb->Hash = 0;
        return SkbContext.Publish(cpu);
    }

    public static ulong Pop(Cpu cpu, ulong context, ulong r2, ulong r3, ulong r4, ulong r5)
    {
        var skb = (SkBuff*)cpu.Context;
        if (skb->VlanPresent != 0)
            SetTag(skb, 0, 0);
        else if (!TryStrip(cpu, skb, out _, out _))
            return Success;

        // What was the second tag takes the place beside the packet.
        if (TryStrip(cpu, skb, out var type, out var tag))
            SetTag(skb, type, tag);
        skb->Hash = 0;
        return SkbContext.Publish(cpu);
    }

    static bool TryStrip(Cpu cpu, SkBuff* skb, out uint type, out ushort tag)
    {
        (type, tag) = (skb->Protocol, 0);
        var packet = cpu.Packet;
        if (SkbHelpers.HostOrder(skb->Protocol) is not (EtherTypeVlan or EtherTypeQinQ)
            || packet.Packet.Length < EthernetHeader + TagLength)
        {
            return false;
        }

        tag = BinaryPrimitives.ReadUInt16BigEndian(packet.Packet[(Addresses + 2)..]);
        packet.TryRemove(Addresses, TagLength);
        skb->Protocol = BinaryPrimitives.ReverseEndianness(EncapsulatedProtocol(packet.Packet));
        return true;
    }

    // vlan_set_encap_proto of include/linux/if_vlan.h.
    static ushort EncapsulatedProtocol(ReadOnlySpan<byte> packet)
    {
        var type = BinaryPrimitives.ReadUInt16BigEndian(packet[Addresses..]);
        if (type >= FirstEtherType)
            return type;
        return packet.Length >= EthernetHeader + 2 && packet[EthernetHeader] == 0xff && packet[EthernetHeader + 1] == 0xff
            ? EtherType8023
            : EtherType8022;
    }

    static void SetTag(SkBuff* skb, uint type, ushort tag)
    {
        skb->VlanPresent = type != 0 ? 1u : 0;
        skb->VlanProto = type;
        skb->VlanTci = tag;
    }
}
