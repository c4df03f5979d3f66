namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_PROG_BIND_MAP.</summary>
struct ProgramBindMapAttributes : IBpfAttributes
{
    public uint ProgFd;
    public uint MapFd;
    public uint Flags;

    public static string Member => "prog_bind_map";
}
