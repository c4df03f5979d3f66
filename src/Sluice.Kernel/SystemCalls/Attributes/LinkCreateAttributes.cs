using System.Runtime.InteropServices;

namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_LINK_CREATE, for interfaces.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
struct LinkCreateAttributes : IBpfAttributes
{
    [FieldOffset(0)]
    public uint ProgFd;

    [FieldOffset(4)]
    public uint TargetIfindex;

    [FieldOffset(8)]
    public uint AttachType;

    [FieldOffset(12)]
    public uint Flags;

    [FieldOffset(16)]
    public uint TcxRelativeId;

    [FieldOffset(24)]
    public ulong TcxExpectedRevision;

    public static string Member => "link_create";
}
