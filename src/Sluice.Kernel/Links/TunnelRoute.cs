using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Links.Netlink;
using Sluice.Kernel.Programs;

namespace Sluice.Kernel.Links;

/// <summary>A route whose packets go through programs: the lightweight tunnels <c>bpf</c> and <c>seg6local</c> (End.BPF).</summary>
/// <remarks>
/// The route holds the programs: it stays when the process ends, until somebody removes it. Types tell the places: LWT_IN for packets
/// that come in by the route, LWT_OUT for those that the machine sends by it, LWT_XMIT for those about to leave, LWT_SEG6LOCAL for
/// IPv6 packets with a segment routing header whose present segment the route is for.
/// </remarks>
/// <param name="InterfaceIndex">The interface that the route leads to.</param>
/// <param name="Destination">The addresses that the route is for.</param>
/// <param name="Programs">Its programs, by type: their names as the kernel has them.</param>
public sealed record TunnelRoute(int InterfaceIndex, IPNetwork Destination, ImmutableDictionary<ProgramType, string> Programs)
{
    // include/uapi/linux/rtnetlink.h.
    const ushort NewRoute = 24, DeleteRoute = 25, GetRoute = 26, RouteDestination = 1, OutputInterface = 4, Gateway = 5, EncapType = 21, Encap = 22;
    const byte MainTable = 254, StaticProtocol = 4, Universe = 0, LinkScope = 253, Unicast = 1;

    // include/uapi/linux/lwtunnel.h and seg6_local.h.
    const ushort BpfTunnel = 6, SegmentTunnel = 7, ProgramDescriptor = 1, ProgramName = 2, SegmentAction = 1, SegmentProgram = 8, Headroom = 4;
    const uint EndBpf = 15;

    // LWT_BPF_IN and the following.
    static readonly (ProgramType Type, ushort Attribute)[] s_places =
        [(ProgramType.LwtIn, 1), (ProgramType.LwtOut, 2), (ProgramType.LwtXmit, 3)];

    /// <summary>Adds a route.</summary>
    /// <param name="destination">The addresses that it is for; one segment identifier, for LWT_SEG6LOCAL.</param>
    /// <param name="interfaceIndex">The interface that it leads to.</param>
    /// <param name="programs">One program of type LWT_SEG6LOCAL, or up to one each of LWT_IN, LWT_OUT and LWT_XMIT.</param>
    /// <param name="gateway">The next hop; null if the destination is on the link.</param>
    /// <param name="headroom">Bytes that an LWT_XMIT program may put in front of a packet.</param>
    /// <param name="replace">Does it take the place of the route that is there, between two packets?</param>
    /// <exception cref="ArgumentException">There is no program, one of another type, or two of one type.</exception>
    /// <exception cref="KernelException">The kernel refuses: there is such a route, no such interface, no such tunnels.</exception>
    public static TunnelRoute Add(
        IPNetwork destination, int interfaceIndex, IReadOnlyCollection<KernelProgram> programs, IPAddress? gateway = null, int headroom = 0,
        bool replace = false)
    {
        var byType = Check(programs);
        var request = new RouteRequest(NewRoute, (ushort)(RouteFlags.Create | RouteFlags.Acknowledge | (replace ? RouteFlags.Replace : RouteFlags.Exclusive)),
            Message(destination, gateway is null))
            .Add(RouteDestination, destination.BaseAddress.GetAddressBytes())
            .Add(OutputInterface, (uint)interfaceIndex);
        if (gateway is not null)
            request.Add(Gateway, gateway.GetAddressBytes());
        if (byType.TryGetValue(ProgramType.LwtSeg6Local, out var segment))
        {
            request.Add(EncapType, SegmentTunnel).Add(Encap, tunnel => tunnel
                .Add(SegmentAction, EndBpf)
                .Add(SegmentProgram, entry => Describe(entry, segment)));
        }
        else
        {
            request.Add(EncapType, BpfTunnel).Add(Encap, tunnel =>
            {
                foreach (var (type, attribute) in s_places)
                {
                    if (byType.TryGetValue(type, out var program))
                        tunnel.Add(attribute, entry => Describe(entry, program));
                }

                if (headroom > 0)
                    tunnel.Add(Headroom, (uint)headroom);
            });
        }

        using var socket = new RouteSocket();
        var (error, reason) = socket.Ask(request);
        return error == Errno.None
            ? new(interfaceIndex, destination, byType.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Spec.Name))
            : throw new KernelException($"route to {destination}", "add", error, Explain(error, reason));
    }

    /// <summary>The routes of the main table that go through programs, whoever has added them.</summary>
    /// <exception cref="KernelException">The kernel does not tell.</exception>
    public static ImmutableArray<TunnelRoute> List()
    {
        var found = ImmutableArray.CreateBuilder<TunnelRoute>();
        using var socket = new RouteSocket();
        foreach (var family in new[] { AddressFamily.InterNetwork, AddressFamily.InterNetworkV6 })
        {
            var answers = new List<byte[]>();
            var (error, reason) = socket.Ask(new(GetRoute, RouteFlags.Dump, Bytes(new() { Family = (byte)FamilyOf(family) })), answers);
            if (error != Errno.None)
                throw new KernelException("routes", "list", error, reason);
            found.AddRange(answers.Select(answer => Read(answer, family)).OfType<TunnelRoute>());
        }

        return found.ToImmutable();
    }

    /// <summary>Removes it.</summary>
    /// <exception cref="KernelException">It has gone, or that is not permitted.</exception>
    public void Remove()
    {
        using var socket = new RouteSocket();
        var (error, reason) = socket.Ask(new RouteRequest(DeleteRoute, RouteFlags.Acknowledge, Message(Destination, isOnLink: false, any: true))
            .Add(RouteDestination, Destination.BaseAddress.GetAddressBytes())
            .Add(OutputInterface, (uint)InterfaceIndex));
        if (error != Errno.None)
            throw new KernelException($"route to {Destination}", "remove", error, Explain(error, reason));
    }

    static Dictionary<ProgramType, KernelProgram> Check(IReadOnlyCollection<KernelProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        var byType = new Dictionary<ProgramType, KernelProgram>();
        foreach (var program in programs)
        {
            if (program.Spec.Type != ProgramType.LwtSeg6Local && !Array.Exists(s_places, place => place.Type == program.Spec.Type))
                throw new ArgumentException($"program '{program.Spec.Name}': found type {program.Spec.Type}, expected one for lightweight tunnels", nameof(programs));
            if (!byType.TryAdd(program.Spec.Type, program))
                throw new ArgumentException($"found two programs of type {program.Spec.Type}, expected one", nameof(programs));
        }

        if (byType.Count == 0)
            throw new ArgumentException("found no program, expected one at least", nameof(programs));
        if (byType.ContainsKey(ProgramType.LwtSeg6Local) && byType.Count > 1)
            throw new ArgumentException($"found other programs beside that of type {ProgramType.LwtSeg6Local}, expected it alone", nameof(programs));
        return byType;
    }

    static void Describe(RouteRequest entry, KernelProgram program) =>
        entry.Add(ProgramDescriptor, (uint)program.Descriptor.Number).Add(ProgramName, program.Spec.Name);

    static TunnelRoute? Read(byte[] answer, AddressFamily family)
    {
        var message = MemoryMarshal.Read<RouteMessage>(answer);
        var attributes = new RouteAttributes(answer.AsSpan(Unsafe.SizeOf<RouteMessage>()));
        var tunnel = attributes.Find(Encap);
        var programs = ImmutableDictionary<ProgramType, string>.Empty;
        switch (attributes.UInt16(EncapType))
        {
            case BpfTunnel:
                foreach (var (type, attribute) in s_places)
                {
                    if (tunnel.Find(attribute) is { IsEmpty: false } place)
                        programs = programs.Add(type, place.Text(ProgramName));
                }

                break;
            case SegmentTunnel when tunnel.UInt32(SegmentAction) == EndBpf:
                programs = programs.Add(ProgramType.LwtSeg6Local, tunnel.Find(SegmentProgram).Text(ProgramName));
                break;
            default:
                return null;
        }

        var address = attributes.Bytes(RouteDestination);
        return new((int)attributes.UInt32(OutputInterface),
            new(address.IsEmpty ? family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any : new IPAddress(address), message.DestinationLength),
            programs);
    }

    static byte[] Message(IPNetwork destination, bool isOnLink, bool any = false) => Bytes(new()
    {
        Family = (byte)FamilyOf(destination.BaseAddress.AddressFamily),
        DestinationLength = (byte)destination.PrefixLength,
        Table = MainTable,
        Protocol = any ? (byte)0 : StaticProtocol,
        Scope = any ? byte.MaxValue : isOnLink && destination.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? LinkScope : Universe,
        Type = any ? (byte)0 : Unicast,
    });

    static byte[] Bytes(RouteMessage message) => MemoryMarshal.AsBytes(new ReadOnlySpan<RouteMessage>(ref message)).ToArray();

    // AF_INET and AF_INET6 of Linux: .NET has its own numbers.
    static int FamilyOf(AddressFamily family) => family == AddressFamily.InterNetwork ? 2 : 10;

    static string Explain(Errno error, string reason) => error switch
    {
        Errno.NotPermitted => Permissions.Explain(Capabilities.NetAdmin),
        Errno.OperationNotSupported when reason.Length == 0 =>
            "the kernel was built without these tunnels (CONFIG_LWTUNNEL_BPF, CONFIG_IPV6_SEG6_BPF)",
        Errno.NoSuchProcess => "there is no such route",
        Errno.Exists => "there is a route to it already: replace that, or remove it",
        Errno.NoDevice => "there is no such interface, or it is down",
        _ => reason,
    };
}
