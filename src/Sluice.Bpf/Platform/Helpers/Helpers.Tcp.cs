namespace Sluice.Bpf.Platform;

// Helpers for TCP: SYN cookies and header options.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper SockOpsCbFlagsSet = Add(new(59, "sock_ops_cb_flags_set", Returns.Scalar, Arg.Context, Arg.Any)
    {
        Programs = [ProgramType.SockOps],
    });
    public static readonly Helper TcpCheckSyncookie = Add(new(
        100, "tcp_check_syncookie", Returns.Scalar, Arg.AnySocket, Arg.ReadMemory, Arg.MemorySize, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp),
        Effects = Effects.TakesPacketMemory,
        GplOnly = true,
    });
    public static readonly Helper TcpGenSyncookie = Add(new(
        110, "tcp_gen_syncookie", Returns.Scalar, Arg.AnySocket, Arg.ReadMemory, Arg.MemorySize, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp),
        Effects = Effects.TakesPacketMemory,
        GplOnly = true,
    });
    public static readonly Helper LoadHdrOpt = Add(new(
        142, "load_hdr_opt", Returns.Scalar, Arg.Context, Arg.ReadWriteMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = [ProgramType.SockOps],
    });
    public static readonly Helper StoreHdrOpt = Add(new(
        143, "store_hdr_opt", Returns.Error, Arg.Context, Arg.ReadMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = [ProgramType.SockOps],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper ReserveHdrOpt = Add(new(144, "reserve_hdr_opt", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.SockOps],
    });
    public static readonly Helper TcpRawGenSyncookieIpv4 = Add(new(
        204, "tcp_raw_gen_syncookie_ipv4", Returns.Scalar, Arg.FixedRead(20), Arg.ReadMemory, Arg.MemorySizeOrZero)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp),
        Effects = Effects.TakesPacketMemory,
        GplOnly = true,
    });
    public static readonly Helper TcpRawGenSyncookieIpv6 = Add(new(
        205, "tcp_raw_gen_syncookie_ipv6", Returns.Scalar, Arg.FixedRead(40), Arg.ReadMemory, Arg.MemorySizeOrZero)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp),
        Effects = Effects.TakesPacketMemory,
        GplOnly = true,
    });
    public static readonly Helper TcpRawCheckSyncookieIpv4 = Add(new(
        206, "tcp_raw_check_syncookie_ipv4", Returns.Scalar, Arg.FixedRead(20), Arg.FixedRead(20))
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp),
        Effects = Effects.TakesPacketMemory,
        GplOnly = true,
    });
    public static readonly Helper TcpRawCheckSyncookieIpv6 = Add(new(
        207, "tcp_raw_check_syncookie_ipv6", Returns.Scalar, Arg.FixedRead(40), Arg.FixedRead(20))
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp),
        Effects = Effects.TakesPacketMemory,
        GplOnly = true,
    });
#pragma warning restore CS1591
}
