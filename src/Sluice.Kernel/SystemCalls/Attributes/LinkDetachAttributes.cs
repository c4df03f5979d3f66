namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_LINK_DETACH.</summary>
struct LinkDetachAttributes : IBpfAttributes
{
    public uint LinkFd;

    public static string Member => "link_detach";
}
