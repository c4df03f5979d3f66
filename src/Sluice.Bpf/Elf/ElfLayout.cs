namespace Sluice.Bpf.Elf;

/// <summary>Sizes and numbers of 64-bit ELF that the reader and the writer share.</summary>
/// <remarks>The ELF gABI, Elf64_Ehdr, Elf64_Shdr, Elf64_Sym, Elf64_Rel, Elf64_Rela.</remarks>
static class ElfLayout
{
    public const int HeaderSize = 64, SectionHeaderSize = 64, SymbolSize = 24, RelocationSize = 16,
        RelocationWithAddendSize = 24;

    public const byte Class64 = 2, LittleEndian = 1, BigEndian = 2, CurrentVersion = 1;

    public const ushort TypeRelocatable = 1, MachineBpf = 247;

    /// <summary>SHN_XINDEX: the number stands elsewhere.</summary>
    public const ushort ExtendedIndex = 0xffff;

    public static ReadOnlySpan<byte> Magic => "\u007fELF"u8;
}
