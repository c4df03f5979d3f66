using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;

namespace Sluice.Kernel.Programs;

/// <summary>struct __sk_buff, as far as test runs take and give it; what lies between must be zero.</summary>
/// <remarks>net/bpf/test_run.c, convert___skb_to_skb.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 192)]
struct SkbContext
{
    [FieldOffset(8)]
    public uint Mark;

    [FieldOffset(12)]
    public uint QueueMapping;

    [FieldOffset(32)]
    public uint Priority;

    [FieldOffset(36)]
    public uint IngressIfindex;

    [FieldOffset(40)]
    public uint Ifindex;

    [FieldOffset(152)]
    public ulong Tstamp;

    /// <summary>The context of a packet. The interface it came in by is also the one that it is at.</summary>
    public static SkbContext Of(in RunContext context) => new()
    {
        Mark = context.Mark,
        QueueMapping = (uint)context.RxQueue,
        Priority = context.Priority,
        IngressIfindex = (uint)context.InterfaceIndex,
        Ifindex = (uint)context.InterfaceIndex,
        Tstamp = (ulong)context.Timestamp,
    };
}
