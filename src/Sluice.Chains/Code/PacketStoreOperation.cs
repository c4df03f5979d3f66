namespace Sluice.Chains.Code;

/// <summary>Writes a number in network byte order into the packet. No checksum changes with it.</summary>
/// <param name="Target">Where it goes.</param>
/// <param name="Size">Bytes: 1, 2, 4 or 8; the number's upper bytes are cut off.</param>
/// <param name="Value">The number.</param>
public sealed record PacketStoreOperation(PacketPlace Target, int Size, Operand Value) : ChainOperation;
