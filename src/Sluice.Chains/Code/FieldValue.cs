namespace Sluice.Chains.Code;

/// <summary>A number and its place in a map's key or value.</summary>
/// <param name="Offset">Bytes into the key or value.</param>
/// <param name="Size">Bytes: 1, 2, 4 or 8.</param>
/// <param name="Value">The number; its upper bytes are cut off.</param>
/// <param name="IsBigEndian">Is it stored in network byte order, as addresses and ports are, and not in the host's?</param>
public readonly record struct FieldValue(int Offset, int Size, Operand Value, bool IsBigEndian);
