using System.Net;
using Sluice.Packets;

namespace Sluice.Runtime.Routes;

/// <summary>A neighbour whose link-layer address is known.</summary>
/// <param name="Address">Its network address.</param>
/// <param name="InterfaceIndex">The interface that it is behind.</param>
/// <param name="LinkAddress">Its link-layer address.</param>
public sealed record Neighbour(IPAddress Address, int InterfaceIndex, MacAddress LinkAddress);
