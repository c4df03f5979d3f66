namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_PROG_QUERY.</summary>
struct QueryAttributes : IBpfAttributes
{
    public uint TargetFd;
    public uint AttachType;
    public uint QueryFlags;
    public uint AttachFlags;
    public ulong ProgIds;
    public uint Count;
    public ulong ProgAttachFlags;
    public ulong LinkIds;
    public ulong LinkAttachFlags;
    public ulong Revision;

    public static string Member => "query";
}
