using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using static Sluice.Bpf.Elf.ElfLayout;

namespace Sluice.Bpf.Elf;

/// <summary>
/// A 64-bit relocatable ELF file of either byte order. Every offset, size, count and link has been checked: nothing that
/// this class hands out leads outside the file.
/// </summary>
/// <remarks>
/// The ELF gABI, chapters 4 (object files, sections, symbols, relocations). Sections that share bytes are refused, which
/// no compiler writes and which bounds the time and memory of everything built upon this by the size of the file.
/// </remarks>
public sealed class ElfFile
{
    /// <summary>The most zeros that the <see cref="ElfSectionType.NoBits"/> sections of one file may ask for.</summary>
    public const int MaxZeros = 256 << 20;

    readonly ReadOnlyMemory<byte> _image;

    readonly ILookup<int, ElfSection> _relocationsBySection;

    ElfFile(ReadOnlyMemory<byte> image, string name)
    {
        Name = name;
        _image = image;
        CheckHeader();
        Sections = ReadSections();
        CheckOverlaps();
        _relocationsBySection = Sections.Where(section => section.HoldsRelocations).ToLookup(section => section.Info);
        Symbols = ReadSymbols();
    }

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    /// <summary>Is it big-endian?</summary>
    public bool IsBigEndian { get; private set; }

    /// <summary>Every section, by index; the first is the null section.</summary>
    public ImmutableArray<ElfSection> Sections { get; }

    /// <summary>Every symbol, by index; the first is the null symbol. Empty if the file has no symbol table.</summary>
    public ImmutableArray<ElfSymbol> Symbols { get; }

    /// <summary>Reads an ELF file.</summary>
    /// <param name="image">The file's bytes. They are kept, not copied, and must not change.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="BpfFormatException">It is not a well-formed 64-bit relocatable ELF file for BPF.</exception>
    public static ElfFile Read(ReadOnlyMemory<byte> image, string name) => new(image, name);

    /// <summary>The first section of this name, or null.</summary>
    public ElfSection? FindSection(string name)
    {
        foreach (var section in Sections)
        {
            if (section.Name == name)
                return section;
        }

        return null;
    }

    /// <summary>A section's bytes in the file; empty for <see cref="ElfSectionType.NoBits"/>.</summary>
    public ReadOnlySpan<byte> Bytes(ElfSection section) =>
        section.Type is ElfSectionType.NoBits or ElfSectionType.Null ? [] : _image.Span.Slice(section.Offset, section.Size);

    /// <summary>The relocations that change <paramref name="section"/>, in the order of the file.</summary>
    /// <exception cref="BpfFormatException">One names a symbol that does not exist.</exception>
    public IEnumerable<ElfRelocation> Relocations(ElfSection section)
    {
        foreach (var table in _relocationsBySection[section.Index])
        {
            var entry = table.Type == ElfSectionType.Relocations ? RelocationSize : RelocationWithAddendSize;
            for (var offset = 0; offset < table.Size; offset += entry)
                yield return ReadRelocation(table, offset);
        }
    }

    /// <summary>An error of this file.</summary>
    internal BpfFormatException Fault(string section, long offset, string found, string expected) =>
        new(Name, section, offset, found, expected);

    /// <summary>An error within a section of this file.</summary>
    internal BpfFormatException Fault(ElfSection section, ulong offset, string found, string expected) =>
        new(Name, section.Name, unchecked((long)offset), found, expected);

    ElfReader Reader => new(_image.Span, IsBigEndian);

    void CheckHeader()
    {
        var image = _image.Span;
        if (image.Length < HeaderSize)
            throw Fault("ELF header", 0, $"{image.Length} bytes", $"at least the {HeaderSize} of an ELF header");
        if (!image.StartsWith(Magic))
            throw Fault("ELF header", 0, $"bytes {Convert.ToHexStringLower(image[..4])}", "7f454c46, an ELF file");
        if (image[4] != Class64)
            throw Fault("ELF header", 4, $"class {image[4]}", "2, a 64-bit file");
        IsBigEndian = image[5] switch
        {
            LittleEndian => false,
            BigEndian => true,
            _ => throw Fault("ELF header", 5, $"byte order {image[5]}", "1 (little-endian) or 2 (big-endian)"),
        };
        if (image[6] != CurrentVersion)
            throw Fault("ELF header", 6, $"version {image[6]}", "1");

        var reader = Reader;
        if (reader.UInt16(16) is var type and not TypeRelocatable)
            throw Fault("ELF header", 16, $"file type {type}", "1, a relocatable object file");
        // Compilers before LLVM 4 left the machine at 0.
        if (reader.UInt16(18) is var machine and not MachineBpf and not 0)
            throw Fault("ELF header", 18, $"machine {machine}", $"{MachineBpf}, BPF");
    }

    ImmutableArray<ElfSection> ReadSections()
    {
        var reader = Reader;
        var start = reader.UInt64(40);
        ulong count = reader.UInt16(60);
        uint namesIndex = reader.UInt16(62);
        if (start == 0)
            throw Fault("ELF header", 40, "no section table", "an object file, which has one");
        if (reader.UInt16(58) is var size and not SectionHeaderSize)
            throw Fault("ELF header", 58, $"section headers of {size} bytes", $"{SectionHeaderSize}");
        CheckExtent("section table", 40, start, SectionHeaderSize);

        // Counts that do not fit their fields stand in the null section's header.
        if (count == 0)
            count = reader.UInt64((int)start + 32);
        if (namesIndex == ExtendedIndex)
            namesIndex = reader.UInt32((int)start + 40);
        if (count > (ulong)_image.Length / SectionHeaderSize)
            throw Fault("ELF header", 60, $"{count} sections", $"no more than fit into {_image.Length} bytes");
        CheckExtent("section table", 40, start, count * SectionHeaderSize);
        if (namesIndex >= count)
            throw Fault("ELF header", 62, $"section names in section {namesIndex}", $"one of {count} sections");

        var names = new ElfStringTable(this, ReadSection((int)start, (int)namesIndex, (int)count, null));
        var sections = ImmutableArray.CreateBuilder<ElfSection>((int)count);
        for (var index = 0; index < (int)count; index++)
            sections.Add(ReadSection((int)start, index, (int)count, names));
        return sections.MoveToImmutable();
    }

    ElfSection ReadSection(int table, int index, int count, ElfStringTable? names)
    {
        var reader = Reader;
        var at = table + index * SectionHeaderSize;
        var name = names?.At(reader.UInt32(at)) ?? "section names";
        var type = (ElfSectionType)reader.UInt32(at + 4);
        if (index == 0)
            return new ElfSection { Index = 0, Name = "", Type = ElfSectionType.Null };

        var (offset, size) = (reader.UInt64(at + 24), reader.UInt64(at + 32));
        if (type == ElfSectionType.NoBits)
        {
            if (size > MaxZeros)
                throw Fault(name, 0, $"{size} zero bytes", $"at most {MaxZeros}");
            offset = 0;
        }
        else if (type == ElfSectionType.Null)
        {
            (offset, size) = (0, 0);
        }
        else
        {
            CheckExtent(name, at + 24, offset, size);
        }

        var section = new ElfSection
        {
            Index = index,
            Name = name,
            Type = type,
            Flags = (ElfSectionFlags)reader.UInt64(at + 8),
            Offset = (int)offset,
            Size = (int)size,
            Link = (int)Math.Min(reader.UInt32(at + 40), int.MaxValue),
            Info = (int)Math.Min(reader.UInt32(at + 44), int.MaxValue),
            EntrySize = reader.UInt64(at + 56),
        };
        CheckLinks(section, at, count);
        if (names is null && section.Type != ElfSectionType.StringTable)
            throw Fault("ELF header", 62, $"section names in a section of type {(uint)type}", "a string table");
        return section;
    }

    void CheckLinks(ElfSection section, int at, int count)
    {
        var entry = section.Type switch
        {
            ElfSectionType.SymbolTable => SymbolSize,
            ElfSectionType.Relocations => RelocationSize,
            ElfSectionType.RelocationsWithAddends => RelocationWithAddendSize,
            _ => 0,
        };
        if (entry == 0)
            return;
        if (section.EntrySize != (ulong)entry)
            throw Fault(section.Name, at + 56, $"entries of {section.EntrySize} bytes", $"entries of {entry}");
        if (section.Size % entry != 0)
            throw Fault(section.Name, at + 32, $"{section.Size} bytes", $"a multiple of {entry}");
        if (section.Link >= count)
            throw Fault(section.Name, at + 40, $"a link to section {section.Link}", $"one of {count} sections");
        if (section.HoldsRelocations && (section.Info == 0 || section.Info >= count))
            throw Fault(section.Name, at + 44, $"relocations of section {section.Info}", $"one of {count} sections");
    }

    void CheckExtent(string what, long at, ulong offset, ulong size)
    {
        var length = (ulong)_image.Length;
        if (offset > length || size > length - offset)
            throw Fault(what, at, $"{size} bytes at 0x{offset:x}", $"them within the file's {length}");
    }

    void CheckOverlaps()
    {
        var zeros = 0L;
        var filled = new List<ElfSection>(Sections.Length);
        foreach (var section in Sections)
        {
            if (section.Type == ElfSectionType.NoBits)
                zeros += section.Size;
            else if (section.Size > 0)
                filled.Add(section);
        }

        if (zeros > MaxZeros)
            throw Fault("section table", 0, $"{zeros} zero bytes", $"at most {MaxZeros}");
        filled.Sort((left, right) => left.Offset.CompareTo(right.Offset));
        for (var i = 1; i < filled.Count; i++)
        {
            var (before, section) = (filled[i - 1], filled[i]);
            if (section.Offset < before.Offset + before.Size)
            {
                throw Fault(section, 0, $"its bytes at 0x{section.Offset:x} within those of {before}",
                    "sections that do not overlap");
            }
        }
    }

    ImmutableArray<ElfSymbol> ReadSymbols()
    {
        var tables = Sections.Where(section => section.Type == ElfSectionType.SymbolTable).ToArray();
        if (tables.Length == 0)
            return [];
        if (tables.Length > 1)
            throw Fault(tables[1], 0, "a second symbol table", "one");

        var table = tables[0];
        var names = new ElfStringTable(this, StringsOf(table));
        var symbols = ImmutableArray.CreateBuilder<ElfSymbol>(table.Size / SymbolSize);
        for (var index = 0; index < symbols.Capacity; index++)
            symbols.Add(ReadSymbol(table, index, names));
        return symbols.MoveToImmutable();
    }

    ElfSection StringsOf(ElfSection table) => Sections[table.Link] is { Type: ElfSectionType.StringTable } strings
        ? strings
        : throw Fault(table, 0, $"names in section {table.Link}, which is no string table", "a string table");

    ElfSymbol ReadSymbol(ElfSection table, int index, ElfStringTable names)
    {
        var reader = Reader;
        var at = table.Offset + index * SymbolSize;
        var info = _image.Span[at + 4];
        int section = reader.UInt16(at + 6);
        if (section >= Sections.Length && section < ElfSymbol.FirstSpecialSection || section == ExtendedIndex)
            throw Fault(table, (ulong)(index * SymbolSize), $"a symbol in section {section}", $"one of {Sections.Length}");

        var type = (ElfSymbolType)(info & 0xf);
        var name = names.At(reader.UInt32(at));
        if (type == ElfSymbolType.Section && name.Length == 0 && section < Sections.Length)
            name = Sections[section].Name;
        return new ElfSymbol(index, name, type, (ElfSymbolBinding)(info >> 4), section, reader.UInt64(at + 8),
            reader.UInt64(at + 16))
        {
            IsHidden = (_image.Span[at + 5] & 3) is ElfSymbol.HiddenVisibility or ElfSymbol.InternalVisibility,
        };
    }

    ElfRelocation ReadRelocation(ElfSection table, int offset)
    {
        var reader = Reader;
        var at = table.Offset + offset;
        var info = reader.UInt64(at + 8);
        if (info >> 32 >= (ulong)Symbols.Length)
            throw Fault(table, (ulong)offset, $"symbol {info >> 32}", $"one of {Symbols.Length}");
        long? addend = table.Type == ElfSectionType.Relocations ? null : (long)reader.UInt64(at + 16);
        return new ElfRelocation(reader.UInt64(at), (ElfRelocationType)(uint)info, (int)(info >> 32), addend);
    }
}
