namespace Sluice.Bpf.Btf;

/// <summary>A constant of an enumeration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; an unsigned 64-bit one as the same bits.</param>
public readonly record struct BtfEnumValue(string Name, long Value);
