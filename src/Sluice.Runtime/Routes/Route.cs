using System.Net;

namespace Sluice.Runtime.Routes;

/// <summary>A route as a host would have it.</summary>
/// <param name="Destination">The addresses that it is for.</param>
/// <param name="InterfaceIndex">The interface that packets leave by.</param>
/// <param name="Gateway">The next hop; null if the destination is on the link.</param>
public sealed record Route(IPNetwork Destination, int InterfaceIndex, IPAddress? Gateway = null)
{
    /// <summary>What it does with a packet.</summary>
    public RouteKind Kind { get; init; }

    /// <summary>The address that packets sent by this host would have.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>The route's own limit on a packet's length; 0 for the interface's.</summary>
    public int Mtu { get; init; }

    /// <summary>The route's metric.</summary>
    public int Metric { get; init; }
}
