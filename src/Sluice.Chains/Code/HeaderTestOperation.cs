namespace Sluice.Chains.Code;

/// <summary>Has the packet this header? Gives 1 or 0.</summary>
/// <param name="Destination">The register written.</param>
/// <param name="Layer"><see cref="PacketLayer.Network"/> or <see cref="PacketLayer.Transport"/>.</param>
/// <param name="Protocol">The EtherType that stands before the network header, or the IP protocol number of the transport
/// header.</param>
public sealed record HeaderTestOperation(int Destination, PacketLayer Layer, int Protocol) : ChainOperation;
