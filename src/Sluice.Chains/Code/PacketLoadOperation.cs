namespace Sluice.Chains.Code;

/// <summary>Reads a number in network byte order from the packet.</summary>
/// <param name="Destination">The register written, with the number in host order.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Size">Bytes: 1, 2, 4 or 8.</param>
public sealed record PacketLoadOperation(int Destination, PacketPlace Source, int Size) : ChainOperation;
