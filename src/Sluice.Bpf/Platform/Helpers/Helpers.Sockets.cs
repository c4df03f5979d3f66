namespace Sluice.Bpf.Platform;

// Helpers for sockets: look-up, casts, options, storage, cookies.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper GetSocketCookie = Add(new(46, "get_socket_cookie", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Tc.With(
            ProgramType.SocketFilter, ProgramType.CgroupSkb, ProgramType.CgroupSock, ProgramType.SockOps, ProgramType.SkSkb,
            ProgramType.CgroupSockAddress, ProgramType.SkReuseport, ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall),
        Variants =
        [
            new([ProgramType.SkReuseport, ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall], Returns.Scalar, Arg.AnySocketOrNull),
        ],
    });
    public static readonly Helper GetSocketUid = Add(new(47, "get_socket_uid", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.SocketFilter, ProgramType.CgroupSkb, ProgramType.SkSkb),
    });
    public static readonly Helper Setsockopt = Add(new(
        49, "setsockopt", Returns.Error, Arg.Context, Arg.Any, Arg.Any, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs =
        [
            ProgramType.SockOps, ProgramType.CgroupSockAddress, ProgramType.CgroupSockOption, ProgramType.StructOps,
            ProgramType.Tracing, ProgramType.Lsm,
        ],
        Variants =
        [
            new(ProgramTypes.SocketOptionsOfSocket, Returns.Error, Arg.AnySocket, Arg.Any, Arg.Any, Arg.ReadMemory, Arg.MemorySize),
        ],
        OnlyAt =
        [
            new(ProgramType.CgroupSockOption, [AttachType.CgroupSetsockopt]),
            new(ProgramType.Tracing, [AttachType.TraceIter]),
            new(ProgramType.Lsm, [AttachType.LsmCgroup]),
        ],
    });
    public static readonly Helper Getsockopt = Add(new(
        57, "getsockopt", Returns.Error, Arg.Context, Arg.Any, Arg.Any, Arg.WriteMemory, Arg.MemorySize)
    {
        Programs =
        [
            ProgramType.SockOps, ProgramType.CgroupSockAddress, ProgramType.CgroupSockOption, ProgramType.StructOps,
            ProgramType.Tracing, ProgramType.Lsm,
        ],
        Variants =
        [
            new(ProgramTypes.SocketOptionsOfSocket, Returns.Error, Arg.AnySocket, Arg.Any, Arg.Any, Arg.WriteMemory, Arg.MemorySize),
        ],
        OnlyAt =
        [
            new(ProgramType.CgroupSockOption, [AttachType.CgroupSetsockopt]),
            new(ProgramType.Tracing, [AttachType.TraceIter]),
            new(ProgramType.Lsm, [AttachType.LsmCgroup]),
        ],
    });
    public static readonly Helper Bind = Add(new(64, "bind", Returns.Error, Arg.Context, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.CgroupSockAddress],
        OnlyAt = [new(ProgramType.CgroupSockAddress, [AttachType.CgroupInet4Connect, AttachType.CgroupInet6Connect])],
    });
    public static readonly Helper SkSelectReuseport = Add(new(
        82, "sk_select_reuseport", Returns.Error, Arg.Context, Arg.Map, Arg.MapKey, Arg.Any)
    {
        Programs = [ProgramType.SkReuseport],
        Maps = [MapType.ReuseportSockArray, MapType.SockMap, MapType.SockHash],
    });
    public static readonly Helper SkLookupTcp = Add(new(
        84, "sk_lookup_tcp", Returns.SocketOrNull, Arg.Context, Arg.ReadMemory, Arg.MemorySizeOrZero, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.SocketFinders,
        Effects = Effects.AcquiresReference | Effects.TakesPacketMemory,
    });
    public static readonly Helper SkLookupUdp = Add(new(
        85, "sk_lookup_udp", Returns.SocketOrNull, Arg.Context, Arg.ReadMemory, Arg.MemorySizeOrZero, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.SocketFinders,
        Effects = Effects.AcquiresReference | Effects.TakesPacketMemory,
    });
    public static readonly Helper SkRelease = Add(new(86, "sk_release", Returns.Error, Arg.ReleasedSocket)
    {
        Programs = ProgramTypes.SocketFinders.With(ProgramType.SkLookup),
    });
    public static readonly Helper SkFullsock = Add(new(95, "sk_fullsock", Returns.SocketOrNull, Arg.SocketCommon)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.CgroupSkb),
        Effects = Effects.SharesReference,
    });
    public static readonly Helper TcpSock = Add(new(96, "tcp_sock", Returns.TcpSocketOrNull, Arg.SocketCommon)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.CgroupSkb, ProgramType.SockOps, ProgramType.CgroupSockOption),
        Effects = Effects.SharesReference,
    });
    public static readonly Helper GetListenerSock = Add(new(98, "get_listener_sock", Returns.SocketOrNull, Arg.SocketCommon)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.CgroupSkb),
    });
    public static readonly Helper SkcLookupTcp = Add(new(
        99, "skc_lookup_tcp", Returns.SocketCommonOrNull, Arg.Context, Arg.ReadMemory, Arg.MemorySizeOrZero, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.SocketFinders,
        Effects = Effects.AcquiresReference | Effects.TakesPacketMemory,
    });
    public static readonly Helper SkStorageGet = Add(new(
        107, "sk_storage_get", Returns.MapValueOrNull, Arg.Map, Arg.AnySocket, Arg.MapValueOrNull, Arg.Any)
    {
        Programs = ProgramTypes.SocketStorage.With(ProgramType.CgroupSock),
        Maps = [MapType.SkStorage],
        Variants =
        [
            new([ProgramType.CgroupSock], Returns.MapValueOrNull, Arg.Map, Arg.Context, Arg.MapValueOrNull, Arg.Any),
            new([ProgramType.Tracing], Returns.MapValueOrNull, Arg.Map, Arg.ObjectOrNull("sock_common"), Arg.MapValueOrNull, Arg.Any),
        ],
        OnlyAt =
        [
            new(ProgramType.Tracing, [AttachType.TraceRawTp, AttachType.TraceIter, AttachType.TraceFentry, AttachType.TraceFexit]),
        ],
    });
    public static readonly Helper SkStorageDelete = Add(new(108, "sk_storage_delete", Returns.Error, Arg.Map, Arg.AnySocket)
    {
        Programs = ProgramTypes.SocketStorage,
        Maps = [MapType.SkStorage],
        Variants = [new([ProgramType.Tracing], Returns.Error, Arg.Map, Arg.ObjectOrNull("sock_common"))],
        OnlyAt =
        [
            new(ProgramType.Tracing, [AttachType.TraceRawTp, AttachType.TraceIter, AttachType.TraceFentry, AttachType.TraceFexit]),
        ],
    });
    public static readonly Helper TcpSendAck = Add(new(116, "tcp_send_ack", Returns.Error, Arg.Object("tcp_sock"), Arg.Any)
    {
        Programs = [ProgramType.StructOps],
    });
    public static readonly Helper GetNetnsCookie = Add(new(122, "get_netns_cookie", Returns.Scalar, Arg.ContextOrNull)
    {
        Programs = ProgramTypes.Tc.With(
            ProgramType.SocketFilter, ProgramType.CgroupSkb, ProgramType.CgroupSock, ProgramType.SockOps, ProgramType.SkMsg,
            ProgramType.CgroupSockAddress, ProgramType.CgroupSockOption),
    });
    public static readonly Helper SkAssign = Add(new(124, "sk_assign", Returns.Error, Arg.Context, Arg.AnySocket, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.SkLookup),
        Variants = [new([ProgramType.SkLookup], Returns.Error, Arg.Context, Arg.SocketOrNull, Arg.Any)],
    });
    public static readonly Helper SkcToTcp6Sock = Add(new(136, "skc_to_tcp6_sock", Returns.ObjectOrNull("tcp6_sock"), Arg.AnySocket)
    {
        Programs = ProgramTypes.SocketCasters,
        Effects = Effects.SharesReference,
    });
    public static readonly Helper SkcToTcpSock = Add(new(137, "skc_to_tcp_sock", Returns.ObjectOrNull("tcp_sock"), Arg.AnySocket)
    {
        Programs = ProgramTypes.SocketCasters,
        Effects = Effects.SharesReference,
    });
    public static readonly Helper SkcToTcpTimewaitSock = Add(new(
        138, "skc_to_tcp_timewait_sock", Returns.ObjectOrNull("tcp_timewait_sock"), Arg.AnySocket)
    {
        Programs = ProgramTypes.SocketCasters,
        Effects = Effects.SharesReference,
    });
    public static readonly Helper SkcToTcpRequestSock = Add(new(
        139, "skc_to_tcp_request_sock", Returns.ObjectOrNull("tcp_request_sock"), Arg.AnySocket)
    {
        Programs = ProgramTypes.SocketCasters,
        Effects = Effects.SharesReference,
    });
    public static readonly Helper SkcToUdp6Sock = Add(new(140, "skc_to_udp6_sock", Returns.ObjectOrNull("udp6_sock"), Arg.AnySocket)
    {
        Programs = ProgramTypes.SocketCasters,
        Effects = Effects.SharesReference,
    });
    public static readonly Helper SockFromFile = Add(new(162, "sock_from_file", Returns.ObjectOrNull("socket"), Arg.Object("file"))
    {
        Programs = [ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall],
    });
    public static readonly Helper SkcToUnixSock = Add(new(178, "skc_to_unix_sock", Returns.ObjectOrNull("unix_sock"), Arg.AnySocket)
    {
        Programs = ProgramTypes.SocketCasters,
    });
    public static readonly Helper SkcToMptcpSock = Add(new(196, "skc_to_mptcp_sock", Returns.ObjectOrNull("mptcp_sock"), Arg.SocketCommon)
    {
        Programs = ProgramTypes.SocketCasters,
        Effects = Effects.SharesReference,
    });
#pragma warning restore CS1591
}
