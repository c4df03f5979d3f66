namespace Sluice.Chains.Code;

/// <summary>Writes to the memory that functions and chains share while a packet is processed, in host byte order.</summary>
/// <param name="Offset">Bytes into the shared memory; aligned to the size.</param>
/// <param name="Size">Bytes: 1, 2, 4 or 8.</param>
/// <param name="Value">The number; its upper bytes are cut off.</param>
public sealed record SharedStoreOperation(int Offset, int Size, Operand Value) : ChainOperation;
