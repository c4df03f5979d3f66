namespace Sluice.Bpf.Platform;

// Where fields that depend on the place are there.
public static partial class ContextLayouts
{
    static AttachTypeSet OpenSockets => [AttachType.CgroupInetSockCreate, AttachType.CgroupInetSockRelease];

    static AttachTypeSet Ip4Places =>
    [
        AttachType.CgroupInet4Bind, AttachType.CgroupInet4Connect, AttachType.CgroupUdp4Sendmsg, AttachType.CgroupUdp4Recvmsg,
        AttachType.CgroupInet4Getpeername, AttachType.CgroupInet4Getsockname,
    ];

    static AttachTypeSet Ip6Places =>
    [
        AttachType.CgroupInet6Bind, AttachType.CgroupInet6Connect, AttachType.CgroupUdp6Sendmsg, AttachType.CgroupUdp6Recvmsg,
        AttachType.CgroupInet6Getpeername, AttachType.CgroupInet6Getsockname,
    ];
}
