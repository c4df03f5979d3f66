namespace Sluice.Chains.Code.Lowering;

/// <summary>Reads a number in host order from memory.</summary>
/// <param name="Destination">The register written.</param>
/// <param name="Base">The register with the address.</param>
/// <param name="Offset">Bytes behind it.</param>
/// <param name="Size">Bytes: 1, 2, 4 or 8.</param>
/// <param name="MayFault">Is it checked where it is executed, so that it matters even if nobody reads the value?</param>
sealed record MemoryLoadOperation(int Destination, int Base, int Offset, int Size, bool MayFault = false) : ChainOperation;
