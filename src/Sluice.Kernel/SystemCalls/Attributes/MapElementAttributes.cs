namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_MAP_LOOKUP_ELEM, UPDATE_ELEM, DELETE_ELEM, GET_NEXT_KEY, LOOKUP_AND_DELETE_ELEM and FREEZE.</summary>
struct MapElementAttributes : IBpfAttributes
{
    public uint MapFd;
    public ulong Key;
    public ulong Value;
    public ulong Flags;

    public static string Member => "";
}
