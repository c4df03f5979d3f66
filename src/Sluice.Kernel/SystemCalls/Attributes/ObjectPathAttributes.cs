namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_OBJ_PIN and BPF_OBJ_GET.</summary>
struct ObjectPathAttributes : IBpfAttributes
{
    public ulong Pathname;
    public uint BpfFd;
    public uint FileFlags;

    public static string Member => "";
}
