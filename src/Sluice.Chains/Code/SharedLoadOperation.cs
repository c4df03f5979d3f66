namespace Sluice.Chains.Code;

/// <summary>Reads from the memory that functions and chains share while a packet is processed, in host byte order.</summary>
/// <param name="Destination">The register written.</param>
/// <param name="Offset">Bytes into the shared memory; aligned to the size.</param>
/// <param name="Size">Bytes: 1, 2, 4 or 8.</param>
public sealed record SharedLoadOperation(int Destination, int Offset, int Size) : ChainOperation;
