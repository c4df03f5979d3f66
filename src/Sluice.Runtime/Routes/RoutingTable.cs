using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using Sluice.Packets;

namespace Sluice.Runtime.Routes;

/// <summary>The routes, neighbours and interfaces that bpf_fib_lookup answers from. Immutable; lookups allocate nothing.</summary>
public sealed class RoutingTable
{
    readonly FrozenDictionary<UInt128, Route>[] _ipv4, _ipv6;
    readonly FrozenDictionary<(UInt128, int), MacAddress> _neighbours;
    readonly FrozenDictionary<int, RouteInterface> _interfaces;

    /// <summary>Makes a table. Of two routes to the same destination the one with the lower metric counts.</summary>
    public RoutingTable(IEnumerable<RouteInterface> interfaces, IEnumerable<Route> routes, IEnumerable<Neighbour> neighbours)
    {
        var all = routes.ToList();
        _ipv4 = ByLength(all.Where(route => route.Destination.BaseAddress.AddressFamily == AddressFamily.InterNetwork), 32);
        _ipv6 = ByLength(all.Where(route => route.Destination.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6), 128);
        _neighbours = neighbours
            .GroupBy(neighbour => (Number(neighbour.Address), neighbour.InterfaceIndex))
            .ToFrozenDictionary(group => group.Key, group => group.Last().LinkAddress);
        _interfaces = interfaces.GroupBy(device => device.Index).ToFrozenDictionary(group => group.Key, group => group.Last());
    }

    /// <summary>No interface, no route.</summary>
    public static RoutingTable Empty { get; } = new([], [], []);

    /// <summary>The interface with this index, or null.</summary>
    public RouteInterface? FindInterface(int index) => _interfaces.GetValueOrDefault(index);

    /// <summary>The route with the longest prefix that covers the address, or null.</summary>
    /// <param name="address">4 or 16 bytes, in network order.</param>
    public Route? FindRoute(ReadOnlySpan<byte> address)
    {
        var number = Number(address);
        var tables = address.Length == 4 ? _ipv4 : _ipv6;
        for (var length = tables.Length - 1; length >= 0; length--)
        {
            if (tables[length].Count > 0 && tables[length].TryGetValue(Network(number, length, tables.Length - 1), out var route))
                return route;
        }

        return null;
    }

    /// <summary>Finds the link-layer address of a neighbour.</summary>
    /// <param name="address">4 or 16 bytes, in network order.</param>
    /// <param name="interfaceIndex">The interface that it is behind.</param>
    /// <param name="linkAddress">Its link-layer address.</param>
    public bool TryFindNeighbour(ReadOnlySpan<byte> address, int interfaceIndex, out MacAddress linkAddress) =>
        _neighbours.TryGetValue((Number(address), interfaceIndex), out linkAddress);

    static FrozenDictionary<UInt128, Route>[] ByLength(IEnumerable<Route> routes, int bits)
    {
        var byLength = routes.ToLookup(route => route.Destination.PrefixLength);
        return [.. Enumerable.Range(0, bits + 1).Select(length => byLength[length]
            .GroupBy(route => Number(route.Destination.BaseAddress))
            .ToFrozenDictionary(group => group.Key, group => group.MinBy(route => route.Metric)!))];
    }

    static UInt128 Network(UInt128 address, int length, int bits) =>
        length == 0 ? UInt128.Zero : address >> (bits - length) << (bits - length);

    static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return Number(bytes[..written]);
    }

    static UInt128 Number(ReadOnlySpan<byte> address) => address.Length == 4
        ? BinaryPrimitives.ReadUInt32BigEndian(address)
        : BinaryPrimitives.ReadUInt128BigEndian(address);
}
