using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links.Netlink;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Links;

/// <summary>What is attached to interfaces, by whomever.</summary>
public static unsafe class Interfaces
{
    // IFLA_XDP and what it holds: include/uapi/linux/if_link.h.
    const ushort GetLink = 18, Xdps = 43, Attached = 2, ProgramId = 4, DriverProgramId = 5, GenericProgramId = 6, CardProgramId = 7;
    const byte None = 0, Driver = 1, Generic = 2, Card = 3, Several = 4;

    const int MostPrograms = 64;

    static readonly (AttachType Type, InterfaceHook Hook, TcDirection Direction, InterfaceHook Filters)[] s_sides =
    [
        (AttachType.TcxIngress, InterfaceHook.TcxIngress, TcDirection.Ingress, InterfaceHook.TcIngress),
        (AttachType.TcxEgress, InterfaceHook.TcxEgress, TcDirection.Egress, InterfaceHook.TcEgress),
    ];

    /// <summary>All interfaces of the process's network namespace.</summary>
    /// <exception cref="KernelException">The kernel does not tell.</exception>
    public static ImmutableArray<NetworkInterface> All()
    {
        var names = Libc.InterfaceNames();
        if (names == null)
            throw new KernelException("interfaces", "list", (Errno)Marshal.GetLastPInvokeError());
        try
        {
            var all = ImmutableArray.CreateBuilder<NetworkInterface>();
            for (var entry = names; entry->Index != 0; entry++)
                all.Add(new((int)entry->Index, Marshal.PtrToStringUTF8((nint)entry->Name) ?? ""));
            return all.ToImmutable();
        }
        finally
        {
            Libc.FreeInterfaceNames(names);
        }
    }

    /// <summary>Everything attached to an interface by XDP, TCX and clsact, in the order in which a packet that comes in meets it, then
    /// what one that goes out does.</summary>
    /// <exception cref="KernelException">There is no such interface, or that is not permitted.</exception>
    public static ImmutableArray<InterfaceAttachment> Attachments(int interfaceIndex)
    {
        var found = ImmutableArray.CreateBuilder<InterfaceAttachment>();
        if (Xdp(interfaceIndex) is var (program, mode))
            found.Add(new(InterfaceHook.Xdp, program, XdpLinkOf(interfaceIndex, program), mode));
        foreach (var (type, hook, direction, filters) in s_sides)
        {
            foreach (var entry in Tcx(interfaceIndex, type).Programs)
                found.Add(new(hook, entry.ProgramId, entry.LinkId, null));
            foreach (var filter in TcFilter.List(interfaceIndex, direction))
                found.Add(new(filters, filter.ProgramId, 0, null) { Filter = filter });
        }

        return found.ToImmutable();
    }

    /// <summary>The XDP program of an interface; the driver's if there are several; null if there is none.</summary>
    /// <exception cref="KernelException">There is no such interface.</exception>
    public static XdpAttachment? Xdp(int interfaceIndex)
    {
        var xdp = Describe(interfaceIndex).Find(Xdps);
        return xdp.Byte(Attached) switch
        {
            None => null,
            Driver => new((int)xdp.UInt32(ProgramId), XdpMode.Native),
            Generic => new((int)xdp.UInt32(ProgramId), XdpMode.Generic),
            Card => new((int)xdp.UInt32(ProgramId), XdpMode.Offload),
            Several when xdp.UInt32(DriverProgramId) is var native and not 0 => new((int)native, XdpMode.Native),
            Several when xdp.UInt32(GenericProgramId) is var generic and not 0 => new((int)generic, XdpMode.Generic),
            _ => new((int)xdp.UInt32(CardProgramId), XdpMode.Offload),
        };
    }

    /// <summary>What the kernel tells about an interface (RTM_GETLINK).</summary>
    /// <exception cref="KernelException">There is no such interface.</exception>
    internal static RouteAttributes Describe(int interfaceIndex)
    {
        var answers = new List<byte[]>();
        using var socket = new RouteSocket();
        var (error, reason) = socket.Ask(new(GetLink, 0, InterfaceMessage.Of(interfaceIndex)), answers);
        return error == Errno.None
            ? new(answers[0].AsSpan(InterfaceMessage.Size))
            : throw new KernelException($"interface {interfaceIndex}", "describe", error, reason);
    }

    /// <summary>The programs at a TCX hook, in order.</summary>
    /// <returns>Nothing from a kernel before 6.6, which has no such hooks.</returns>
    /// <exception cref="KernelException">There is no such interface, or that is not permitted.</exception>
    public static HookState Tcx(int interfaceIndex, AttachType hook)
    {
        var programs = stackalloc uint[MostPrograms];
        var links = stackalloc uint[MostPrograms];
        new Span<uint>(links, MostPrograms).Clear();
        var attributes = new QueryAttributes
        {
            TargetFd = (uint)interfaceIndex,
            AttachType = (uint)hook,
            ProgIds = (ulong)programs,
            LinkIds = (ulong)links,
            Count = MostPrograms,
        };
        _ = BpfSystemCall.Invoke(BpfCommand.ProgramQuery, ref attributes, out var error);
        if (error == Errno.InvalidArgument)
            return new(0, []);
        if (error is not (Errno.None or Errno.NotFound))
            throw new KernelException($"interface {interfaceIndex}", $"ask for the programs at {hook}", error);
        var count = error == Errno.None ? (int)attributes.Count : 0;
        var entries = ImmutableArray.CreateBuilder<HookEntry>(count);
        for (var i = 0; i < count; i++)
            entries.Add(new((int)programs[i], (int)links[i]));
        return new(attributes.Revision, entries.MoveToImmutable());
    }

    // Namespaces number their interfaces alike: the program decides.
    internal static int XdpLinkOf(int interfaceIndex, int program) => KernelLinks.All().FirstOrDefault(link =>
        link is { Kind: LinkKind.Xdp } && link.InterfaceIndex == interfaceIndex && link.ProgramId == program)?.Id ?? 0;
}
