namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_*_GET_NEXT_ID and BPF_*_GET_FD_BY_ID.</summary>
struct IdentifierAttributes : IBpfAttributes
{
    public uint StartId;
    public uint NextId;
    public uint OpenFlags;

    public static string Member => "";
}
