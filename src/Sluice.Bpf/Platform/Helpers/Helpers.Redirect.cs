namespace Sluice.Bpf.Platform;

// Helpers for sending a packet elsewhere: interfaces, routes, neighbours, maps.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper CloneRedirect = Add(new(13, "clone_redirect", Returns.Error, Arg.Context, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.LwtXmit),
        Effects = Effects.MovesPacket,
    });
    public static readonly Helper Redirect = Add(new(23, "redirect", Returns.Scalar, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp, ProgramType.LwtXmit),
    });
    public static readonly Helper RedirectMap = Add(new(51, "redirect_map", Returns.Scalar, Arg.Map, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.Xdp],
        Maps = [MapType.DevMap, MapType.DevMapHash, MapType.CpuMap, MapType.XskMap],
    });
    public static readonly Helper FibLookup = Add(new(
        69, "fib_lookup", Returns.Scalar, Arg.Context, Arg.ReadWriteMemory, Arg.MemorySize, Arg.Any)
    {
        Programs = ProgramTypes.Tc.With(ProgramType.Xdp),
        GplOnly = true,
    });
    public static readonly Helper RedirectNeigh = Add(new(
        152, "redirect_neigh", Returns.Scalar, Arg.Any, Arg.ReadMemoryOrNull, Arg.MemorySizeOrZero, Arg.Any)
    {
        Programs = ProgramTypes.Tc,
    });
    public static readonly Helper RedirectPeer = Add(new(155, "redirect_peer", Returns.Scalar, Arg.Any, Arg.Any)
    {
        Programs = ProgramTypes.Tc,
    });
#pragma warning restore CS1591
}
