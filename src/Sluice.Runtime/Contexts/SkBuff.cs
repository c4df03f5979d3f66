using System.Runtime.InteropServices;

namespace Sluice.Runtime.Contexts;

/// <summary>The context of TC and socket programs: <c>struct __sk_buff</c> of include/uapi/linux/bpf.h.</summary>
/// <remarks>The packet lies below 4 GiB, so its addresses fit the fields as they are.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 192)]
struct SkBuff
{
    [FieldOffset(0)] public uint Length;
    [FieldOffset(4)] public uint PacketType;
    [FieldOffset(8)] public uint Mark;
    [FieldOffset(12)] public uint QueueMapping;

    /// <summary>The EtherType as it lies in the packet: network byte order.</summary>
    [FieldOffset(16)] public uint Protocol;

    /// <summary>Is there a VLAN tag beside the packet (as a card that strips tags leaves it)?</summary>
    [FieldOffset(20)] public uint VlanPresent;
    [FieldOffset(24)] public uint VlanTci;
    [FieldOffset(28)] public uint VlanProto;
    [FieldOffset(32)] public uint Priority;
    [FieldOffset(36)] public uint IngressIfindex;
    [FieldOffset(40)] public uint Ifindex;
    [FieldOffset(44)] public uint TcIndex;
    [FieldOffset(68)] public uint Hash;
    [FieldOffset(72)] public uint TcClassid;
    [FieldOffset(76)] public uint Data;
    [FieldOffset(80)] public uint DataEnd;
    [FieldOffset(140)] public uint DataMeta;
    [FieldOffset(152)] public ulong Timestamp;
    [FieldOffset(160)] public uint WireLength;
    [FieldOffset(164)] public uint GsoSegments;
    [FieldOffset(176)] public uint GsoSize;
}
