using Sluice.Click.Arguments;
using Sluice.Packets;

namespace Sluice.Click.Classification;

/// <summary>What a primitive of the filter language asks about.</summary>
/// <param name="Name">Its word.</param>
/// <param name="Protocol">The protocol whose header it is in; null for the IP header.</param>
/// <param name="BitOffset">Where the field starts.</param>
/// <param name="Bits">Its length, 1 to 32.</param>
/// <param name="Values">Names that its values have.</param>
sealed record FilterSubject(string Name, IpProtocol? Protocol, int BitOffset, int Bits, IReadOnlyDictionary<string, uint>? Values = null)
{
    /// <summary>The address of sender or receiver.</summary>
    public static readonly FilterSubject Host = new("host", null, 12 * 8, 32);

    /// <summary>The same under a mask.</summary>
    public static readonly FilterSubject Net = Host with { Name = "net" };

    /// <summary>The protocol.</summary>
    public static readonly FilterSubject Proto = new("proto", null, 9 * 8, 8, FilterNames.Protocols);

    /// <summary>A port of TCP or UDP.</summary>
    public static readonly FilterSubject Port = new("port", null, 0, 16, WellKnownPorts.All);

    /// <summary>The control bits of TCP.</summary>
    public static readonly FilterSubject Option = new("opt", IpProtocol.Tcp, 13 * 8, 8, FilterNames.TcpOptions);

    /// <summary>The message type of ICMP.</summary>
    public static readonly FilterSubject IcmpType = new("type", IpProtocol.Icmp, 0, 8, FilterNames.IcmpTypes);

    /// <summary>Is it in the transport header, whatever the protocol?</summary>
    public bool IsInAnyTransport { get; init; }

    /// <summary>Is it there once for the sender and once for the receiver?</summary>
    public bool HasDirection => ReferenceEquals(this, Host) || ReferenceEquals(this, Net) || ReferenceEquals(this, Port);

    /// <summary>All fields that just have a number, by header and name.</summary>
    public static IReadOnlyList<FilterSubject> Fields { get; } =
    [
        new("vers", null, 0, 4), new("hl", null, 4, 4), new("tos", null, 8, 8), new("dscp", null, 8, 6), new("ecn", null, 14, 2),
        new("len", null, 16, 16), new("id", null, 32, 16), new("ttl", null, 64, 8), new("sum", null, 80, 16),
        new("sport", IpProtocol.Tcp, 0, 16, WellKnownPorts.All), new("dport", IpProtocol.Tcp, 16, 16, WellKnownPorts.All),
        new("seq", IpProtocol.Tcp, 32, 32), new("win", IpProtocol.Tcp, 112, 16), new("sum", IpProtocol.Tcp, 128, 16),
        new("sport", IpProtocol.Udp, 0, 16, WellKnownPorts.All), new("dport", IpProtocol.Udp, 16, 16, WellKnownPorts.All),
        new("len", IpProtocol.Udp, 32, 16), new("sum", IpProtocol.Udp, 48, 16),
        IcmpType, new("code", IpProtocol.Icmp, 8, 8), new("sum", IpProtocol.Icmp, 16, 16),
        new("id", IpProtocol.Icmp, 32, 16), new("seq", IpProtocol.Icmp, 48, 16),
    ];

    /// <summary>The field of that name in the header of <paramref name="protocol"/>, null for IP.</summary>
    public static FilterSubject? Find(IpProtocol? protocol, string name) =>
        Fields.FirstOrDefault(field => field.Name == name && field.Protocol == protocol);
}
