namespace Sluice.Kernel.SystemCalls;

/// <summary>struct bpf_btf_info.</summary>
struct BtfInformation : IBpfInformation
{
    public ulong Btf;
    public uint BtfSize;
    public uint Id;
    public ulong Name;
    public uint NameLen;
    public uint KernelBtf;

    public static string Struct => "bpf_btf_info";
}
