namespace Sluice.Click.Classification;

/// <summary>The names that the filter language knows: protocols, TCP options and ICMP types.</summary>
/// <remarks>As Click's manual lists them (IPClassifier, notes); numbers by IANA.</remarks>
public static class FilterNames
{
    /// <summary>IP protocols.</summary>
    public static IReadOnlyDictionary<string, uint> Protocols { get; } = new Dictionary<string, uint>
    {
        ["icmp"] = 1,
        ["igmp"] = 2,
        ["ipip"] = 4,
        ["tcp"] = 6,
        ["udp"] = 17,
        ["dccp"] = 33,
        ["gre"] = 47,
        ["esp"] = 50,
        ["ah"] = 51,
        ["pim"] = 103,
        ["sctp"] = 132,
    };

    /// <summary>Control bits of TCP.</summary>
    public static IReadOnlyDictionary<string, uint> TcpOptions { get; } = new Dictionary<string, uint>
    {
        ["fin"] = 1,
        ["syn"] = 2,
        ["rst"] = 4,
        ["psh"] = 8,
        ["ack"] = 16,
        ["urg"] = 32,
    };

    /// <summary>ICMP message types.</summary>
    public static IReadOnlyDictionary<string, uint> IcmpTypes { get; } = new Dictionary<string, uint>
    {
        ["echo-reply"] = 0,
        ["unreachable"] = 3,
        ["sourcequench"] = 4,
        ["redirect"] = 5,
        ["echo"] = 8,
        ["routeradvert"] = 9,
        ["routersolicit"] = 10,
        ["timeexceeded"] = 11,
        ["parameterproblem"] = 12,
        ["timestamp"] = 13,
        ["timestamp-reply"] = 14,
        ["inforeq"] = 15,
        ["inforeq-reply"] = 16,
        ["maskreq"] = 17,
        ["maskreq-reply"] = 18,
    };
}
