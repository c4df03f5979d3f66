namespace Sluice.Bpf.Platform;

// Helpers for socket maps and the messages and streams that they carry.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper SkRedirectMap = Add(new(52, "sk_redirect_map", Returns.Scalar, Arg.Context, Arg.Map, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.SkSkb],
        Maps = [MapType.SockMap],
    });
    public static readonly Helper SockMapUpdate = Add(new(53, "sock_map_update", Returns.Error, Arg.Context, Arg.Map, Arg.MapKey, Arg.Any)
    {
        Programs = [ProgramType.SockOps],
        Maps = [MapType.SockMap],
        Effects = Effects.TakesPacketMemory,
    });
    public static readonly Helper MsgRedirectMap = Add(new(60, "msg_redirect_map", Returns.Scalar, Arg.Context, Arg.Map, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.SkMsg],
        Maps = [MapType.SockMap],
    });
    public static readonly Helper MsgApplyBytes = Add(new(61, "msg_apply_bytes", Returns.Scalar, Arg.Context, Arg.Any)
    {
        Programs = [ProgramType.SkMsg],
    });
    public static readonly Helper MsgCorkBytes = Add(new(62, "msg_cork_bytes", Returns.Scalar, Arg.Context, Arg.Any)
    {
        Programs = [ProgramType.SkMsg],
    });
    public static readonly Helper MsgPullData = Add(new(63, "msg_pull_data", Returns.Error, Arg.Context, Arg.Any, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.SkMsg],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper SockHashUpdate = Add(new(
        70, "sock_hash_update", Returns.Error, Arg.Context, Arg.Map, Arg.MapKey, Arg.Any)
    {
        Programs = [ProgramType.SockOps],
        Maps = [MapType.SockHash],
        Effects = Effects.TakesPacketMemory,
    });
    public static readonly Helper MsgRedirectHash = Add(new(
        71, "msg_redirect_hash", Returns.Scalar, Arg.Context, Arg.Map, Arg.MapKey, Arg.Any)
    {
        Programs = [ProgramType.SkMsg],
        Maps = [MapType.SockHash],
    });
    public static readonly Helper SkRedirectHash = Add(new(
        72, "sk_redirect_hash", Returns.Scalar, Arg.Context, Arg.Map, Arg.MapKey, Arg.Any)
    {
        Programs = [ProgramType.SkSkb],
        Maps = [MapType.SockHash],
    });
    public static readonly Helper MsgPushData = Add(new(90, "msg_push_data", Returns.Error, Arg.Context, Arg.Any, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.SkMsg],
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper MsgPopData = Add(new(91, "msg_pop_data", Returns.Error, Arg.Context, Arg.Any, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.SkMsg],
        Effects = Effects.MovesPacket,
    });
#pragma warning restore CS1591
}
