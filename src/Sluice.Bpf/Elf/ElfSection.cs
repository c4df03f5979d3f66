namespace Sluice.Bpf.Elf;

/// <summary>A section header whose offset and size are known to lie within the file.</summary>
/// <remarks>The ELF gABI, Elf64_Shdr.</remarks>
public sealed record ElfSection
{
    /// <summary>Its place in the section table.</summary>
    public required int Index { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required ElfSectionType Type { get; init; }

    /// <summary>What it is for.</summary>
    public ElfSectionFlags Flags { get; init; }

    /// <summary>Where its bytes begin in the file.</summary>
    public int Offset { get; init; }

    /// <summary>Its bytes; those of a <see cref="ElfSectionType.NoBits"/> section are not in the file.</summary>
    public int Size { get; init; }

    /// <summary>A section that it refers to: the names of a symbol table, the symbols of relocations.</summary>
    public int Link { get; init; }

    /// <summary>For relocations, the section they change.</summary>
    public int Info { get; init; }

    /// <summary>Bytes of one entry, for tables.</summary>
    public ulong EntrySize { get; init; }

    /// <summary>Does it hold instructions?</summary>
    public bool IsExecutable => (Flags & ElfSectionFlags.Executable) != 0;

    /// <summary>Does it hold relocations, of either form?</summary>
    public bool HoldsRelocations => Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends;

    /// <inheritdoc/>
    public override string ToString() => $"[{Index}] {Name}";
}
