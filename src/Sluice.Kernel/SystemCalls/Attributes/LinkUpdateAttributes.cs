namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_LINK_UPDATE.</summary>
struct LinkUpdateAttributes : IBpfAttributes
{
    public uint LinkFd;
    public uint NewProgFd;
    public uint Flags;
    public uint OldProgFd;

    public static string Member => "link_update";
}
