using System.Net.Sockets;
using Sluice.Bpf.Platform;
using Sluice.Packets;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Routes;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>bpf_fib_lookup, over the host's <see cref="RoutingTable"/>. Order of checks: net/core/filter.c.</summary>
static unsafe class FibHelpers
{
    // AF_INET and AF_INET6 of Linux.
    const byte FamilyIPv4 = 2, FamilyIPv6 = 10;

    [Flags]
    enum Flags : uint
    {
        Direct = 1,
        Output = 2,
        SkipNeighbour = 4,
        TableId = 8,
        Source = 16,
        Mark = 32,
        All = 63,
    }

    // BPF_FIB_LKUP_RET_SUCCESS and the following.
    enum Result : ulong
    {
        Success = 0,
        Blackhole = 1,
        Unreachable = 2,
        Prohibit = 3,
        NotForwarded = 4,
        ForwardingDisabled = 5,
        NoNeighbour = 7,
        FragmentationNeeded = 8,
        NoSourceAddress = 9,
    }

    public static ulong Lookup(Cpu cpu, ulong context, ulong parameters, ulong length, ulong options, ulong r5)
    {
        var query = (FibLookup*)parameters;
        var flags = (Flags)(uint)options;
        if ((int)length < FibLookup.StructSize || (flags & ~Flags.All) != 0)
            return Fail(Errno.InvalidArgument);
        return query->Family switch
        {
            FamilyIPv4 => Lookup(cpu.Runtime.Options.Routes, query, flags, 4),
            FamilyIPv6 => Lookup(cpu.Runtime.Options.Routes, query, flags, 16),
            _ => Fail(Errno.AddressFamilyNotSupported),
        };
    }

    static ulong Lookup(RoutingTable table, FibLookup* query, Flags flags, int addressSize)
    {
        if (table.FindInterface((int)query->Ifindex) is not { } ingress)
            return Fail(Errno.NoDevice);
        if (!ingress.IsForwarding)
            return (ulong)Result.ForwardingDisabled;
        if (table.FindRoute(new(query->Destination, addressSize)) is not { } route)
            return (ulong)Result.NotForwarded;
        if (route.Kind != RouteKind.Unicast)
            return (ulong)Refusal(route.Kind);
        if (table.FindInterface(route.InterfaceIndex) is not { } egress)
            return Fail(Errno.NoDevice);

        var mtu = (ushort)Math.Min(route.Mtu > 0 ? route.Mtu : egress.Mtu, ushort.MaxValue);
        var tooLong = query->Length > mtu;
        if (query->Length > 0)
            query->Length = mtu;
        if (tooLong)
            return (ulong)Result.FragmentationNeeded;

        query->Metric = (uint)route.Metric;
        query->Ifindex = (uint)egress.Index;
        if ((flags & Flags.Source) != 0)
        {
            if (route.Source is not { } source)
                return (ulong)Result.NoSourceAddress;
            source.TryWriteBytes(new(query->Source, 16), out _);
        }

        if (route.Gateway is { } gateway)
        {
            query->Family = gateway.AddressFamily == AddressFamily.InterNetwork ? FamilyIPv4 : FamilyIPv6;
            gateway.TryWriteBytes(new(query->Destination, 16), out addressSize);
        }

        query->VlanOrTable = 0;
        return (flags & Flags.SkipNeighbour) != 0 ? (ulong)Result.Success : FindNeighbour(table, query, egress, addressSize);
    }

    static ulong FindNeighbour(RoutingTable table, FibLookup* query, RouteInterface egress, int addressSize)
    {
        if (!table.TryFindNeighbour(new(query->Destination, addressSize), egress.Index, out var neighbour))
            return (ulong)Result.NoNeighbour;
        neighbour.WriteTo(new(query->DestinationMac, MacAddress.Size));
        egress.LinkAddress.WriteTo(new(query->SourceMac, MacAddress.Size));
        return (ulong)Result.Success;
    }

    static Result Refusal(RouteKind kind) => kind switch
    {
        RouteKind.Blackhole => Result.Blackhole,
        RouteKind.Unreachable => Result.Unreachable,
        RouteKind.Prohibit => Result.Prohibit,
        _ => Result.NotForwarded,
    };
}
