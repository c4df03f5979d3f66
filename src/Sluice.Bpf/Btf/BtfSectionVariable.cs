namespace Sluice.Bpf.Btf;

/// <summary>A variable's place in its section.</summary>
/// <param name="Variable">The variable, or a function for extern functions.</param>
/// <param name="Offset">Bytes into the section; compilers leave 0, the ELF symbol knows.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct BtfSectionVariable(BtfType Variable, int Offset, int Size);
