namespace Sluice.Kernel.Links.Netlink;

/// <summary>struct tcmsg of include/uapi/linux/rtnetlink.h.</summary>
struct TrafficControlMessage
{
    public byte Family;
    public byte Padding1;
    public ushort Padding2;
    public int InterfaceIndex;
    public uint Handle;
    public uint Parent;
    public uint Info;
}
