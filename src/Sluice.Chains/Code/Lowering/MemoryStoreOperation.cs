namespace Sluice.Chains.Code.Lowering;

/// <summary>Writes a number in host order to memory.</summary>
/// <param name="Base">The register with the address.</param>
/// <param name="Offset">Bytes behind it.</param>
/// <param name="Size">Bytes: 1, 2, 4 or 8.</param>
/// <param name="Value">The number; its upper bytes are cut off.</param>
sealed record MemoryStoreOperation(int Base, int Offset, int Size, Operand Value) : ChainOperation;
