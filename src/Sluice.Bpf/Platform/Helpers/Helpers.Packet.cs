namespace Sluice.Bpf.Platform;

// Helpers for packets as socket buffers: bytes, room, checksums, VLANs, marks.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper SkbStoreBytes = Add(new(
        9, "skb_store_bytes", Returns.Error, Arg.Context, Arg.Any, Arg.ReadMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit, ProgramType.SkSkb),
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper L3CsumReplace = Add(new(
        10, "l3_csum_replace", Returns.Error, Arg.Context, Arg.Any, Arg.Any, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper L4CsumReplace = Add(new(
        11, "l4_csum_replace", Returns.Error, Arg.Context, Arg.Any, Arg.Any, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper SkbVlanPush = Add(new(18, "skb_vlan_push", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc,
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper SkbVlanPop = Add(new(19, "skb_vlan_pop", Returns.Error, Arg.Context)
    {
        Programs = ProgramTypes.Tc,
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper GetRouteRealm = Add(new(24, "get_route_realm", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Tc | ProgramTypes.Lwt,
    });
    public static readonly Helper SkbLoadBytes = Add(new(
        26, "skb_load_bytes", Returns.Error, Arg.Context, Arg.Any, Arg.WriteMemory, Arg.MemorySize)
    {
        Programs = (ProgramTypes.Tc | ProgramTypes.Lwt).With(
            ProgramType.SocketFilter, ProgramType.CgroupSkb, ProgramType.SkSkb, ProgramType.SkReuseport,
            ProgramType.FlowDissector),
    });
    public static readonly Helper CsumDiff = Add(new(
        28, "csum_diff", Returns.Scalar, Arg.ReadMemoryOrNull, Arg.MemorySizeOrZero, Arg.ReadMemoryOrNull, Arg.MemorySizeOrZero, Arg.Any)
    {
        Programs = (ProgramTypes.Tc | ProgramTypes.Lwt | ProgramTypes.Click).With(ProgramType.Xdp),
        Effects = Effects.TakesPacketMemory,
    });
    public static readonly Helper SkbChangeProto = Add(new(31, "skb_change_proto", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc,
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper SkbChangeType = Add(new(32, "skb_change_type", Returns.Error, Arg.Context, Arg.Any)
    {
        Programs = ProgramTypes.Tc,
    });
    public static readonly Helper GetHashRecalc = Add(new(34, "get_hash_recalc", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Tc | ProgramTypes.Lwt,
    });
    public static readonly Helper SkbChangeTail = Add(new(38, "skb_change_tail", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit, ProgramType.SkSkb),
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper SkbPullData = Add(new(39, "skb_pull_data", Returns.Error, Arg.Context, Arg.Any)
    {
        Programs = (ProgramTypes.Tc | ProgramTypes.Lwt).With(ProgramType.SkSkb),
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper CsumUpdate = Add(new(40, "csum_update", Returns.Scalar, Arg.Context, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
    });
    public static readonly Helper SetHashInvalid = Add(new(41, "set_hash_invalid", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
    });
    public static readonly Helper SkbChangeHead = Add(new(43, "skb_change_head", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit, ProgramType.SkSkb),
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper SetHash = Add(new(48, "set_hash", Returns.Scalar, Arg.Context, Arg.Any) { Programs = ProgramTypes.Tc });
    public static readonly Helper SkbAdjustRoom = Add(new(50, "skb_adjust_room", Returns.Error, Arg.Context, Arg.Any, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.SkSkb),
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper SkbLoadBytesRelative = Add(new(
        68, "skb_load_bytes_relative", Returns.Error, Arg.Context, Arg.Any, Arg.WriteMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.SocketFilter, ProgramType.CgroupSkb, ProgramType.SkReuseport),
    });
    public static readonly Helper SkbEcnSetCe = Add(new(97, "skb_ecn_set_ce", Returns.Scalar, Arg.Context)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.CgroupSkb),
    });
    public static readonly Helper CsumLevel = Add(new(135, "csum_level", Returns.Error, Arg.Context, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
    });
    public static readonly Helper CheckMtu = Add(new(
        163, "check_mtu", Returns.Error, Arg.Context, Arg.Any, Arg.FixedReadWrite(4), Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp),
        GplOnly = true,
    });
    public static readonly Helper SkbSetTstamp = Add(new(192, "skb_set_tstamp", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc,
    });
#pragma warning restore CS1591
}
