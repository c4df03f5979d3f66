using System.Runtime.InteropServices;

namespace Sluice.Runtime.Contexts;

/// <summary>Question and answer of bpf_fib_lookup: <c>struct bpf_fib_lookup</c> of include/uapi/linux/bpf.h.</summary>
[StructLayout(LayoutKind.Explicit, Size = StructSize)]
unsafe struct FibLookup
{
    public const int StructSize = 64;

    [FieldOffset(0)] public byte Family;

    /// <summary>In: the packet's length, 0 not to check it. Out: the MTU.</summary>
    [FieldOffset(6)] public ushort Length;
    [FieldOffset(8)] public uint Ifindex;
    [FieldOffset(12)] public uint Metric;
    [FieldOffset(16)] public fixed byte Source[16];
    [FieldOffset(32)] public fixed byte Destination[16];
    [FieldOffset(48)] public uint VlanOrTable;
    [FieldOffset(52)] public fixed byte SourceMac[6];
    [FieldOffset(58)] public fixed byte DestinationMac[6];
}
