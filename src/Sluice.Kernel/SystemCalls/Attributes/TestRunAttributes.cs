namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_PROG_TEST_RUN.</summary>
struct TestRunAttributes : IBpfAttributes
{
    public uint ProgFd;
    public uint Retval;
    public uint DataSizeIn;
    public uint DataSizeOut;
    public ulong DataIn;
    public ulong DataOut;
    public uint Repeat;
    public uint Duration;
    public uint CtxSizeIn;
    public uint CtxSizeOut;
    public ulong CtxIn;
    public ulong CtxOut;
    public uint Flags;
    public uint Cpu;
    public uint BatchSize;

    public static string Member => "test";
}
