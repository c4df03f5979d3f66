namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_BTF_LOAD.</summary>
struct BtfLoadAttributes : IBpfAttributes
{
    public ulong Btf;
    public ulong BtfLogBuf;
    public uint BtfSize;
    public uint BtfLogSize;
    public uint BtfLogLevel;
    public uint BtfLogTrueSize;

    public static string Member => "";
}
