using static Sluice.Bpf.Elf.ElfLayout;

namespace Sluice.Bpf.Elf;

/// <summary>Puts sections, symbols and relocations together into a relocatable file for BPF.</summary>
/// <remarks>The ELF gABI, chapters 4. Local symbols stand before all others, as it demands.</remarks>
sealed class ElfBuilder(bool isBigEndian)
{
    const int Alignment = 8;

    readonly List<Section> _sections = [];

    readonly List<ElfSymbol> _symbols = [];

    readonly List<(int Section, ulong Offset, ElfRelocationType Type, int Symbol)> _relocations = [];

    /// <summary>Adds a section and returns its number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its bytes; taken, not copied.</param>
    /// <param name="flags">What it is for.</param>
    /// <param name="type">What it holds; <see cref="ElfSectionType.NoBits"/> only keeps the length.</param>
    public int AddSection(string name, byte[] bytes, ElfSectionFlags flags, ElfSectionType type = ElfSectionType.ProgramBits)
    {
        _sections.Add(new(name, type, flags, bytes));
        return _sections.Count;
    }

    /// <summary>Adds a symbol and returns a handle for relocations.</summary>
    public int AddSymbol(string name, ElfSymbolType type, ElfSymbolBinding binding, int section, ulong value, ulong size, bool isHidden = false)
    {
        _symbols.Add(new(_symbols.Count, name, type, binding, section, value, size) { IsHidden = isHidden });
        return _symbols.Count - 1;
    }

    /// <summary>Adds a relocation of a section; its addend stands in the bytes.</summary>
    public void AddRelocation(int section, long offset, ElfRelocationType type, int symbol) =>
        _relocations.Add((section, (ulong)offset, type, symbol));

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        var all = new List<Section>(_sections);
        var strings = new ElfStringWriter();
        var numbers = SortedSymbols(out var sorted, out var firstGlobal);
        var symbolTable = _sections.Count + 1 + _relocations.Select(relocation => relocation.Section).Distinct().Count();
        foreach (var group in _relocations.GroupBy(relocation => relocation.Section))
        {
            all.Add(new($".rel{_sections[group.Key - 1].Name}", ElfSectionType.Relocations, ElfSectionFlags.InfoLink,
                Relocations(group.Select(relocation => (relocation.Offset, relocation.Type, numbers[relocation.Symbol]))))
            { Link = symbolTable, Info = group.Key, EntrySize = RelocationSize });
        }

        all.Add(new(".symtab", ElfSectionType.SymbolTable, ElfSectionFlags.None, Symbols(sorted, strings))
        { Link = symbolTable + 1, Info = firstGlobal, EntrySize = SymbolSize });
        // The last names go into the table while its own header is not yet made.
        var names = all.ConvertAll(section => strings.Add(section.Name));
        names.Add(strings.Add(".strtab"));
        all.Add(new(".strtab", ElfSectionType.StringTable, ElfSectionFlags.None, strings.ToArray()));
        return Assemble(all, names);
    }

    int[] SortedSymbols(out List<ElfSymbol> sorted, out int firstGlobal)
    {
        sorted = [.. _symbols.OrderBy(symbol => symbol.Binding != ElfSymbolBinding.Local)];
        firstGlobal = 1 + sorted.Count(symbol => symbol.Binding == ElfSymbolBinding.Local);
        var numbers = new int[sorted.Count];
        for (var i = 0; i < sorted.Count; i++)
            numbers[sorted[i].Index] = i + 1;
        return numbers;
    }

    byte[] Relocations(IEnumerable<(ulong Offset, ElfRelocationType Type, int Symbol)> relocations)
    {
        var output = new ElfOutput(isBigEndian);
        foreach (var (offset, type, symbol) in relocations.OrderBy(relocation => relocation.Offset))
        {
            output.UInt64(offset);
            output.UInt64((ulong)symbol << 32 | (uint)type);
        }

        return output.ToArray();
    }

    byte[] Symbols(List<ElfSymbol> symbols, ElfStringWriter strings)
    {
        var output = new ElfOutput(isBigEndian);
        output.Zeros(SymbolSize);
        foreach (var symbol in symbols)
        {
            output.UInt32(strings.Add(symbol.Name));
            output.Byte((byte)((int)symbol.Binding << 4 | (int)symbol.Type));
            output.Byte(symbol.IsHidden ? ElfSymbol.HiddenVisibility : (byte)0);
            output.UInt16((ushort)symbol.Section);
            output.UInt64(symbol.Value);
            output.UInt64(symbol.Size);
        }

        return output.ToArray();
    }

    byte[] Assemble(List<Section> sections, List<uint> names)
    {
        var output = new ElfOutput(isBigEndian);
        output.Zeros(HeaderSize);
        var offsets = new int[sections.Count];
        for (var i = 0; i < sections.Count; i++)
        {
            output.Zeros(-output.Length & Alignment - 1);
            offsets[i] = output.Length;
            if (sections[i].Type != ElfSectionType.NoBits)
                output.Append(sections[i].Bytes);
        }

        output.Zeros(-output.Length & Alignment - 1);
        var table = output.Length;
        output.Zeros(SectionHeaderSize);
        for (var i = 0; i < sections.Count; i++)
            SectionHeader(output, sections[i], names[i], offsets[i]);

        var image = output.ToArray();
        Header(table, sections.Count + 1).CopyTo(image, 0);
        return image;
    }

    static void SectionHeader(ElfOutput output, Section section, uint name, int offset)
    {
        output.UInt32(name);
        output.UInt32((uint)section.Type);
        output.UInt64((ulong)section.Flags);
        output.UInt64(0);
        output.UInt64((ulong)offset);
        output.UInt64((ulong)section.Bytes.Length);
        output.UInt32((uint)section.Link);
        output.UInt32((uint)section.Info);
        output.UInt64(section.Type == ElfSectionType.StringTable ? 1u : Alignment);
        output.UInt64((ulong)section.EntrySize);
    }

    byte[] Header(int table, int count)
    {
        var output = new ElfOutput(isBigEndian);
        output.Append(Magic);
        output.Byte(Class64);
        output.Byte(isBigEndian ? BigEndian : LittleEndian);
        output.Byte(CurrentVersion);
        output.Zeros(16 - output.Length);
        output.UInt16(TypeRelocatable);
        output.UInt16(MachineBpf);
        output.UInt32(CurrentVersion);
        output.UInt64(0);
        output.UInt64(0);
        output.UInt64((ulong)table);
        output.UInt32(0);
        output.UInt16(HeaderSize);
        output.UInt16(0);
        output.UInt16(0);
        output.UInt16(SectionHeaderSize);
        output.UInt16((ushort)count);
        output.UInt16((ushort)(count - 1));
        return output.ToArray();
    }

    sealed record Section(string Name, ElfSectionType Type, ElfSectionFlags Flags, byte[] Bytes)
    {
        public int Link { get; init; }

        public int Info { get; init; }

        public int EntrySize { get; init; }
    }
}
