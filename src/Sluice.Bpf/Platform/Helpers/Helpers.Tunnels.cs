namespace Sluice.Bpf.Platform;

// Helpers for tunnel metadata, lightweight tunnels, segment routing and IPsec.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper SkbGetTunnelKey = Add(new(
        20, "skb_get_tunnel_key", Returns.Error, Arg.Context, Arg.WriteMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
    });
    public static readonly Helper SkbSetTunnelKey = Add(new(
        21, "skb_set_tunnel_key", Returns.Error, Arg.Context, Arg.ReadMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
    });
    public static readonly Helper SkbGetTunnelOpt = Add(new(
        29, "skb_get_tunnel_opt", Returns.Scalar, Arg.Context, Arg.WriteMemory, Arg.MemorySize)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
    });
    public static readonly Helper SkbSetTunnelOpt = Add(new(
        30, "skb_set_tunnel_opt", Returns.Error, Arg.Context, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
    });
    public static readonly Helper SkbGetXfrmState = Add(new(
        66, "skb_get_xfrm_state", Returns.Error, Arg.Context, Arg.Any, Arg.WriteMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = ProgramTypes.Tc,
    });
    public static readonly Helper LwtPushEncap = Add(new(
        73, "lwt_push_encap", Returns.Error, Arg.Context, Arg.Any, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.LwtIn, ProgramType.LwtXmit],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper LwtSeg6StoreBytes = Add(new(
        74, "lwt_seg6_store_bytes", Returns.Error, Arg.Context, Arg.Any, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.LwtSeg6Local],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper LwtSeg6AdjustSrh = Add(new(75, "lwt_seg6_adjust_srh", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.LwtSeg6Local],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper LwtSeg6Action = Add(new(
        76, "lwt_seg6_action", Returns.Error, Arg.Context, Arg.Any, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.LwtSeg6Local],
        Effects = Effects.MovesPacket,
    });
#pragma warning restore CS1591
}
