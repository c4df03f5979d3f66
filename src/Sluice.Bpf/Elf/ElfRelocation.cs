namespace Sluice.Bpf.Elf;

/// <summary>A place of a section to be filled in with a symbol's address.</summary>
/// <remarks>The ELF gABI, Elf64_Rel and Elf64_Rela.</remarks>
/// <param name="Offset">Bytes into the section that changes.</param>
/// <param name="Type">How it changes.</param>
/// <param name="Symbol">The symbol's index; known to exist.</param>
/// <param name="Addend">What to add to the symbol's address; null where it stands in the place itself.</param>
public readonly record struct ElfRelocation(ulong Offset, ElfRelocationType Type, int Symbol, long? Addend);
