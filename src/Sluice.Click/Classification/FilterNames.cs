namespace Sluice.Click.Classification;

/// <summary>The names that the filter language knows: ports, protocols, TCP options and ICMP types.</summary>
/// <remarks>As Click's manual lists them (IPClassifier, notes); numbers by IANA.</remarks>
public static class FilterNames
{
    /// <summary>Ports of TCP and UDP.</summary>
    public static IReadOnlyDictionary<string, uint> Ports { get; } = new Dictionary<string, uint>
    {
        ["echo"] = 7,
        ["discard"] = 9,
        ["daytime"] = 13,
        ["chargen"] = 19,
        ["ftp-data"] = 20,
        ["ftp"] = 21,
        ["ssh"] = 22,
        ["telnet"] = 23,
        ["smtp"] = 25,
        ["domain"] = 53,
        ["dns"] = 53,
        ["bootps"] = 67,
        ["bootpc"] = 68,
        ["tftp"] = 69,
        ["finger"] = 79,
        ["www"] = 80,
        ["http"] = 80,
        ["pop3"] = 110,
        ["sunrpc"] = 111,
        ["auth"] = 113,
        ["nntp"] = 119,
        ["ntp"] = 123,
        ["netbios-ns"] = 137,
        ["netbios-dgm"] = 138,
        ["netbios-ssn"] = 139,
        ["snmp"] = 161,
        ["snmp-trap"] = 162,
        ["irc"] = 194,
        ["imap3"] = 220,
        ["https"] = 443,
        ["rip"] = 520,
        ["route"] = 520,
        ["imaps"] = 993,
        ["pop3s"] = 995,
    };

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
