namespace Sluice.Runtime.Routes;

/// <summary>What a route does with a packet (rtnetlink(7), RTN_UNICAST and the following).</summary>
public enum RouteKind : byte
{
    /// <summary>Forwards it.</summary>
    Unicast,

    /// <summary>It is for this host: not forwarded.</summary>
    Local,

    /// <summary>Drops it silently.</summary>
    Blackhole,

    /// <summary>Drops it with an ICMP message.</summary>
    Unreachable,

    /// <summary>Drops it with an ICMP message that says so.</summary>
    Prohibit,
}
