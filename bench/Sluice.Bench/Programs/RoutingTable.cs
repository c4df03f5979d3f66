using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Runtime.Maps;

namespace Sluice.Bench.Programs;

/// <summary>100 000 routes with the lengths that an Internet routing table has, the same on every machine.</summary>
static unsafe class RoutingTable
{
    const int Count = 100_000;

    // Prefix lengths and their shares in percent, as of the tables that route collectors publish: more than half are /24.
    static readonly (int Length, int Share)[] s_lengths =
        [(24, 60), (23, 10), (22, 11), (21, 5), (20, 5), (19, 3), (18, 2), (17, 1), (16, 2), (12, 1)];

    static readonly Lazy<Dictionary<Prefix, Route>> s_routes = new(Make);

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Prefix(uint Length, uint Address);

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Route(uint NextHop, uint Interface);

    /// <summary>Adds them to the program's map.</summary>
    public static void Fill(Func<string, RuntimeMap> maps)
    {
        BpfMap<Prefix, Route> map = new(maps("routes"));
        foreach (var (prefix, route) in s_routes.Value)
            map[prefix] = route;
    }

    /// <summary>Adds them to the native table, which wants the shorter prefixes first.</summary>
    public static void Fill(HostLibrary library)
    {
        var add = (delegate* unmanaged<Prefix*, Route*, void>)library.Find("routes_add");
        foreach (var (prefix, route) in s_routes.Value.OrderBy(entry => entry.Key.Length))
        {
            var (key, value) = (prefix, route);
            add(&key, &value);
        }
    }

    /// <summary>Addresses with a route, as they stand in a packet.</summary>
    public static uint[] Destinations(int count)
    {
        Random random = new(7);
        var prefixes = s_routes.Value.Keys.ToArray();
        var addresses = new uint[count];
        foreach (ref var address in addresses.AsSpan())
        {
            var prefix = prefixes[random.Next(prefixes.Length)];
            var host = Word(random) & (uint)((1ul << (int)(32 - prefix.Length)) - 1);
            address = prefix.Address | BinaryPrimitives.ReverseEndianness(host);
        }

        return addresses;
    }

    static Dictionary<Prefix, Route> Make()
    {
        Random random = new(42);
        Dictionary<Prefix, Route> routes = [];
        while (routes.Count < Count)
        {
            var length = PickLength(random.Next(100));
            var address = Word(random) & (uint)(ulong.MaxValue << (32 - length));
            routes[new((uint)length, BinaryPrimitives.ReverseEndianness(address))] = new((uint)routes.Count + 1, (uint)random.Next(8));
        }

        return routes;
    }

    static uint Word(Random random) => (uint)random.NextInt64(1L << 32);

    static int PickLength(int percent)
    {
        foreach (var (length, share) in s_lengths)
        {
            if (percent < share)
                return length;
            percent -= share;
        }

        throw new InvalidOperationException("the shares do not add up to 100");
    }
}
