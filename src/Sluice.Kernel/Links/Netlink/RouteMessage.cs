namespace Sluice.Kernel.Links.Netlink;

/// <summary>struct rtmsg of include/uapi/linux/rtnetlink.h.</summary>
struct RouteMessage
{
    public byte Family;
    public byte DestinationLength;
    public byte SourceLength;
    public byte TypeOfService;
    public byte Table;
    public byte Protocol;
    public byte Scope;
    public byte Type;
    public uint Flags;
}
