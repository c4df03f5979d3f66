namespace Sluice.Chains.Code;

/// <summary>Ends the chain with a fault (<see cref="FaultCause.Packet"/>) unless the packet has this header.</summary>
/// <param name="Layer"><see cref="PacketLayer.Network"/> or <see cref="PacketLayer.Transport"/>.</param>
/// <param name="Protocol">As in <see cref="HeaderTestOperation"/>.</param>
/// <remarks>Comes before the access to a field of a named header. Generators leave out what is already known to hold.</remarks>
public sealed record HeaderRequireOperation(PacketLayer Layer, int Protocol) : ChainOperation;
