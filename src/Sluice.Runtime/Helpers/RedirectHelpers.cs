using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>Redirects: they note the target for whoever runs the program. Answers: net/core/filter.c.</summary>
static unsafe class RedirectHelpers
{
    const ulong XdpAborted = 0, XdpRedirect = 4, ActionMask = 3, TcShot = 2, TcRedirect = 7;

    // BPF_F_INGRESS of the TC redirects; BPF_F_BROADCAST and BPF_F_EXCLUDE_INGRESS of the XDP ones.
    const ulong Ingress = 1, Broadcast = 8, ExcludeIngress = 16;

    const int NeighbourParameters = 20;

    /// <summary>bpf_redirect: the number is one, the meaning depends on the program's type.</summary>
    public static ulong Redirect(Cpu cpu, ulong ifindex, ulong flags, ulong r3, ulong r4, ulong r5) =>
        cpu.Program!.Spec.Type == ProgramType.Xdp ? RedirectXdp(cpu, ifindex, flags) : RedirectTc(cpu, ifindex, flags);

    static ulong RedirectXdp(Cpu cpu, ulong ifindex, ulong flags)
    {
        if (flags != 0)
            return XdpAborted;
        cpu.Redirect = new((int)ifindex);
        return XdpRedirect;
    }

    static ulong RedirectTc(Cpu cpu, ulong ifindex, ulong flags)
    {
        if ((flags & ~Ingress) != 0)
            return TcShot;
        cpu.Redirect = new((int)ifindex, Flags: flags);
        return TcRedirect;
    }

    public static ulong RedirectPeer(Cpu cpu, ulong ifindex, ulong flags, ulong r3, ulong r4, ulong r5) =>
        flags != 0 ? TcShot : RedirectTc(cpu, ifindex, 0);

    public static ulong RedirectNeighbour(Cpu cpu, ulong ifindex, ulong parameters, ulong length, ulong flags, ulong r5) =>
        (length != 0 && (uint)length < NeighbourParameters) || flags != 0 ? TcShot : RedirectTc(cpu, ifindex, 0);

    public static ulong RedirectMap(Cpu cpu, ulong map, ulong key, ulong flags, ulong r4, ulong r5)
    {
        var targets = MapTable.Get(map);
        var isDeviceMap = targets.Spec.Type is MapType.DevMap or MapType.DevMapHash;
        if ((flags & ~(ActionMask | (isDeviceMap ? Broadcast | ExcludeIngress : 0))) != 0)
            return XdpAborted;

        var index = (uint)key;
        if ((flags & Broadcast) == 0 && targets.LookupFromProgram(cpu, (byte*)&index) == null)
        {
            cpu.Redirect = default;
            return flags & ActionMask;
        }

        cpu.Redirect = new(0, targets, index, flags);
        return XdpRedirect;
    }

    public static ulong CloneRedirect(Cpu cpu, ulong context, ulong ifindex, ulong flags, ulong r4, ulong r5)
    {
        if ((flags & ~Ingress) != 0 || (int)ifindex <= 0)
            return Fail(Errno.InvalidArgument);
        cpu.Runtime.Options.Clones?.Invoke(new Redirect((int)ifindex, Flags: flags), cpu.Packet.Packet);
        return Success;
    }
}
