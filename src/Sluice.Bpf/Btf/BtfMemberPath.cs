namespace Sluice.Bpf.Btf;

/// <summary>A member found by a path of names.</summary>
/// <param name="Type">Its type; an element's, where the path ends in an index.</param>
/// <param name="BitOffset">Bits from the start of the type that the path began in.</param>
/// <param name="BitSize">Bits of a bit field; 0 for an ordinary member.</param>
public readonly record struct BtfMemberPath(BtfType Type, long BitOffset, int BitSize);
