using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

// Where fields that depend on the place are there.
public static partial class ContextLayouts
{
    static ImmutableArray<AttachType> OpenSockets => [AttachType.CgroupInetSockCreate, AttachType.CgroupInetSockRelease];

    static ImmutableArray<AttachType> Ip4Places =>
    [
        AttachType.CgroupInet4Bind, AttachType.CgroupInet4Connect, AttachType.CgroupUdp4Sendmsg, AttachType.CgroupUdp4Recvmsg,
        AttachType.CgroupInet4Getpeername, AttachType.CgroupInet4Getsockname,
    ];

    static ImmutableArray<AttachType> Ip6Places =>
    [
        AttachType.CgroupInet6Bind, AttachType.CgroupInet6Connect, AttachType.CgroupUdp6Sendmsg, AttachType.CgroupUdp6Recvmsg,
        AttachType.CgroupInet6Getpeername, AttachType.CgroupInet6Getsockname,
    ];
}
