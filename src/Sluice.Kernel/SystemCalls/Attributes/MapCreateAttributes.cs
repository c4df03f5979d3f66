namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_MAP_CREATE.</summary>
struct MapCreateAttributes : IBpfAttributes
{
    public uint MapType;
    public uint KeySize;
    public uint ValueSize;
    public uint MaxEntries;
    public uint MapFlags;
    public uint InnerMapFd;
    public uint NumaNode;
    public ObjectName MapName;
    public uint MapIfindex;
    public uint BtfFd;
    public uint BtfKeyTypeId;
    public uint BtfValueTypeId;
    public uint BtfVmlinuxValueTypeId;
    public ulong MapExtra;

    public static string Member => "";
}
