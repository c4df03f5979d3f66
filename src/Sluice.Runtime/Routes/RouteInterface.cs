using Sluice.Packets;

namespace Sluice.Runtime.Routes;

/// <summary>An interface of the host whose routes are given.</summary>
/// <param name="Index">Its index.</param>
/// <param name="LinkAddress">Its own link-layer address.</param>
/// <param name="Mtu">The longest packet it sends.</param>
/// <param name="IsForwarding">Are packets that come in by it forwarded?</param>
public sealed record RouteInterface(int Index, MacAddress LinkAddress, int Mtu = 1500, bool IsForwarding = true);
