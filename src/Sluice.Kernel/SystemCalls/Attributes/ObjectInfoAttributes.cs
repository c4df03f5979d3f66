namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_OBJ_GET_INFO_BY_FD.</summary>
struct ObjectInfoAttributes : IBpfAttributes
{
    public uint BpfFd;
    public uint InfoLen;
    public ulong Info;

    public static string Member => "info";
}
