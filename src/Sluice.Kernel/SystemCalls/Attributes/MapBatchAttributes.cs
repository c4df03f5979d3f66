namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_MAP_LOOKUP_BATCH and its kin.</summary>
struct MapBatchAttributes : IBpfAttributes
{
    public ulong InBatch;
    public ulong OutBatch;
    public ulong Keys;
    public ulong Values;
    public uint Count;
    public uint MapFd;
    public ulong ElemFlags;
    public ulong Flags;

    public static string Member => "batch";
}
