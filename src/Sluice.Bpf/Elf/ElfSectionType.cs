namespace Sluice.Bpf.Elf;

/// <summary>What a section holds.</summary>
/// <remarks>The ELF gABI, sh_type; include/uapi/linux/elf.h.</remarks>
public enum ElfSectionType : uint
{
    /// <summary>Nothing: the header is unused.</summary>
    Null = 0,

    /// <summary>Bytes that mean something to the program.</summary>
    ProgramBits = 1,

    /// <summary>The symbol table.</summary>
    SymbolTable = 2,

    /// <summary>Names.</summary>
    StringTable = 3,

    /// <summary>Relocations with addends of their own.</summary>
    RelocationsWithAddends = 4,

    /// <summary>Zeros that take no room in the file.</summary>
    NoBits = 8,

    /// <summary>Relocations whose addends stand in the place that they change.</summary>
    Relocations = 9,
}
