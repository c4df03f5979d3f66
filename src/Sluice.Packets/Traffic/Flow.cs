namespace Sluice.Packets;

/// <summary>Everything that stays the same in the packets of a flow.</summary>
/// <param name="Protocol">UDP, TCP, ICMP or ICMPv6.</param>
/// <param name="IsIPv6">Whether it is IPv6.</param>
/// <param name="SourceHost">Host part of the source address, within its prefix.</param>
/// <param name="DestinationHost">Host part of the destination address.</param>
/// <param name="SourcePort">Source port, or identifier of pings.</param>
/// <param name="DestinationPort">Destination port.</param>
readonly record struct Flow(
    IpProtocol Protocol, bool IsIPv6, uint SourceHost, uint DestinationHost, ushort SourcePort, ushort DestinationPort);
