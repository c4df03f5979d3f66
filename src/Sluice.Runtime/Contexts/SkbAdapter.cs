using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Contexts;

/// <summary>TC and socket filter programs: <c>struct __sk_buff</c> over a frame that begins with its Ethernet header.</summary>
/// <remarks>
/// Socket filters see frames as packet(7) sockets of type SOCK_RAW give them. Writable fields: tc_cls_act_is_valid_access
/// and sk_filter_is_valid_access of net/core/filter.c.
/// </remarks>
sealed unsafe class SkbAdapter : ContextAdapter
{
    const int EtherTypeOffset = 12, EthernetHeader = 14;

    // include/uapi/linux/if_packet.h.
    const uint ToHost = 0, Broadcast = 1, Multicast = 2;

    // struct __sk_buff: cb[5], and the fields that a classifier may write besides.
    const int ControlBlock = 48, ControlBlockEnd = 68;

    static readonly (int Start, int End)[] s_classifierFields =
    [
        (8, 12), // mark
        (12, 16), // queue_mapping
        (32, 36), // priority
        (44, 48), // tc_index
        (ControlBlock, ControlBlockEnd),
        (72, 76), // tc_classid
        (152, 160), // tstamp
    ];

    static readonly (int Start, int End)[] s_filterFields = [(ControlBlock, ControlBlockEnd)];

    readonly (int Start, int End)[] _writable;
    readonly bool _hasPacketAccess;

    SkbAdapter(ProgramType type, (int Start, int End)[] writable, bool hasPacketAccess)
    {
        Type = type;
        _writable = writable;
        _hasPacketAccess = hasPacketAccess;
    }

    public static readonly SkbAdapter Classifier = new(ProgramType.SchedClassifier, s_classifierFields, hasPacketAccess: true);

    public static readonly SkbAdapter Action = new(ProgramType.SchedAction, s_classifierFields, hasPacketAccess: true);

    public static readonly SkbAdapter SocketFilter = new(ProgramType.SocketFilter, s_filterFields, hasPacketAccess: false);

    /// <inheritdoc/>
    public override ProgramType Type { get; }

    /// <inheritdoc/>
    public override int ContextSize => sizeof(SkBuff);

    /// <inheritdoc/>
    public override EntryArguments Prepare(Cpu cpu, in RunContext context)
    {
        var skb = (SkBuff*)cpu.Context;
        *skb = default;
        SkbContext.Publish(cpu);
        if (!_hasPacketAccess)
            skb->Data = skb->DataEnd = skb->DataMeta = 0;
        var packet = cpu.Packet.Packet;
        skb->Protocol = packet.Length < EthernetHeader ? 0u : MemoryMarshal.Read<ushort>(packet[EtherTypeOffset..]);
        skb->PacketType = packet.Length > 0 && (packet[0] & 1) != 0 ? Cast(packet) : ToHost;
        skb->WireLength = skb->Length;
        skb->Mark = context.Mark;
        skb->Priority = context.Priority;
        skb->QueueMapping = (uint)context.RxQueue;
        skb->IngressIfindex = skb->Ifindex = (uint)context.InterfaceIndex;
        skb->Timestamp = (ulong)context.Timestamp;
        return new((ulong)skb);
    }

    static uint Cast(ReadOnlySpan<byte> packet) => packet.StartsWith(MacBroadcast) ? Broadcast : Multicast;

    static ReadOnlySpan<byte> MacBroadcast => [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    /// <inheritdoc/>
    public override bool IsWritable(int offset, int size)
    {
        foreach (var (start, end) in _writable)
        {
            if (offset >= start && offset + size <= end)
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override PacketField FieldAt(int offset, int size) => !_hasPacketAccess ? PacketField.None : (offset, size) switch
    {
        (76, sizeof(uint)) => PacketField.Data,
        (80, sizeof(uint)) => PacketField.DataEnd,
        (140, sizeof(uint)) => PacketField.Meta,
        _ => PacketField.None,
    };
}
