using Sluice.Packets;

namespace Sluice.Click.Elements.Routing;

/// <summary>Where packets to some addresses go.</summary>
/// <param name="Prefix">The addresses.</param>
/// <param name="Gateway">The next hop; 0.0.0.0 for the destination itself.</param>
/// <param name="Port">The output.</param>
sealed record Route(IPv4Prefix Prefix, IPv4Address Gateway, int Port)
{
    /// <summary>The gateway as it lies in memory, 0 for none.</summary>
    public uint GatewayWord { get; } = Headers.IPv4View.ToWord(Gateway);

    /// <summary>As Click writes routes: prefix, gateway or dash, output.</summary>
    public override string ToString() => $"{Prefix} {(Gateway.Value == 0 ? "-" : Gateway)} {Port}";
}
