using System.Runtime.InteropServices;

namespace Sluice.Kernel.SystemCalls;

/// <summary>struct bpf_link_info, as far as links on interfaces and control groups fill it in.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
struct LinkInformation : IBpfInformation
{
    [FieldOffset(0)]
    public uint Type;

    [FieldOffset(4)]
    public uint Id;

    [FieldOffset(8)]
    public uint ProgId;

    [FieldOffset(16)]
    public uint TcxIfindex;

    [FieldOffset(20)]
    public uint TcxAttachType;

    [FieldOffset(16)]
    public ulong CgroupCgroupId;

    [FieldOffset(24)]
    public uint CgroupAttachType;

    public static string Struct => "bpf_link_info";
}
