namespace Sluice.Bpf.Platform;

// Helpers for packets as XDP buffers.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper XdpAdjustHead = Add(new(44, "xdp_adjust_head", Returns.Error, Arg.Context, Arg.Any)
    {
        Programs = [ProgramType.Xdp],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper XdpAdjustMeta = Add(new(54, "xdp_adjust_meta", Returns.Error, Arg.Context, Arg.Any)
    {
        Programs = [ProgramType.Xdp],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper XdpAdjustTail = Add(new(65, "xdp_adjust_tail", Returns.Error, Arg.Context, Arg.Any)
    {
        Programs = [ProgramType.Xdp],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper XdpGetBuffLen = Add(new(188, "xdp_get_buff_len", Returns.Scalar, Arg.Context)
    {
        Programs = [ProgramType.Xdp, ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall],
        Variants = [new([ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall], Returns.Scalar, Arg.Object("xdp_buff"))],
    });
    public static readonly Helper XdpLoadBytes = Add(new(
        189, "xdp_load_bytes", Returns.Error, Arg.Context, Arg.Any, Arg.WriteMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.Xdp],
    });
    public static readonly Helper XdpStoreBytes = Add(new(
        190, "xdp_store_bytes", Returns.Error, Arg.Context, Arg.Any, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.Xdp],
    });
#pragma warning restore CS1591
}
