using System.Collections.Immutable;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>The functions of an object file by address: every executable section cut up along its symbols.</summary>
sealed class FunctionTable
{
    readonly ElfFile _file;

    readonly Dictionary<int, List<FunctionExtent>> _bySection = [];

    readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Cuts up <paramref name="file"/>.</summary>
    /// <exception cref="BpfFormatException">A symbol's extent is not within its section, or functions overlap.</exception>
    public FunctionTable(ElfFile file)
    {
        _file = file;
        var symbols = SymbolsBySection();
        var all = ImmutableArray.CreateBuilder<FunctionExtent>();
        foreach (var section in file.Sections)
        {
            if (!section.IsExecutable || section.Type != ElfSectionType.ProgramBits || section.Size == 0)
                continue;
            var extents = Cut(section, symbols.GetValueOrDefault(section.Index) ?? []);
            _bySection.Add(section.Index, extents);
            all.AddRange(extents);
        }

        All = all.ToImmutable();
    }

    /// <summary>Every function, in the order of the file.</summary>
    public ImmutableArray<FunctionExtent> All { get; }

    /// <summary>The function that begins at this place, or null.</summary>
    public FunctionExtent? StartingAt(int section, long offset) =>
        Containing(section, offset) is { } extent && extent.Start == offset ? extent : null;

    /// <summary>The function that holds this place, or null.</summary>
    public FunctionExtent? Containing(int section, long offset)
    {
        if (!_bySection.TryGetValue(section, out var extents))
            return null;
        var (low, high) = (0, extents.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var extent = extents[middle];
            if (offset < extent.Start)
                high = middle - 1;
            else if (offset >= extent.End)
                low = middle + 1;
            else
                return extent;
        }

        return null;
    }

    Dictionary<int, List<ElfSymbol>> SymbolsBySection()
    {
        var bySection = new Dictionary<int, List<ElfSymbol>>();
        foreach (var symbol in _file.Symbols)
        {
            if (symbol.Section >= _file.Sections.Length || !_file.Sections[symbol.Section].IsExecutable)
                continue;
            if (!bySection.TryGetValue(symbol.Section, out var symbols))
                bySection.Add(symbol.Section, symbols = []);
            symbols.Add(symbol);
        }

        return bySection;
    }

    List<FunctionExtent> Cut(ElfSection section, List<ElfSymbol> symbols)
    {
        if (section.Size % BpfInstruction.Size != 0)
            throw _file.Fault(section, 0, $"{section.Size} bytes of instructions", $"a multiple of {BpfInstruction.Size}");

        // Hand-written assembly often lacks .type and .size; labels are local there, functions are not.
        var functions = symbols.FindAll(symbol => symbol.Type == ElfSymbolType.Function);
        if (functions.Count == 0)
            functions = symbols.FindAll(symbol => symbol is { Type: ElfSymbolType.None, Binding: not ElfSymbolBinding.Local });
        functions.Sort((left, right) => (left.Value, left.Index).CompareTo((right.Value, right.Index)));

        var extents = new List<FunctionExtent>(Math.Max(functions.Count, 1));
        if (functions.Count == 0)
            extents.Add(new(Unique(section.Name.TrimStart('?'), section, 0), section, 0, section.Size, IsGlobal: true));
        for (var i = 0; i < functions.Count; i++)
        {
            var next = i + 1 < functions.Count ? functions[i + 1].Value : (ulong)section.Size;
            extents.Add(Extent(section, functions[i], next, extents.Count > 0 ? extents[^1] : null));
        }

        return extents;
    }

    FunctionExtent Extent(ElfSection section, ElfSymbol symbol, ulong next, FunctionExtent? before)
    {
        var sectionSize = (ulong)section.Size;
        if (symbol.Value >= sectionSize || symbol.Value % BpfInstruction.Size != 0)
        {
            throw _file.Fault(section, symbol.Value, $"function '{symbol.Name}'",
                $"it on an instruction of the section's {sectionSize} bytes");
        }

        var size = symbol.Size > 0 ? symbol.Size : Math.Min(next, sectionSize) - symbol.Value;
        if (size == 0 || size % BpfInstruction.Size != 0 || size > sectionSize - symbol.Value)
        {
            throw _file.Fault(section, symbol.Value, $"function '{symbol.Name}' of {size} bytes",
                $"whole instructions within the section's {sectionSize} bytes");
        }

        if (before is not null && symbol.Value < (ulong)before.End)
        {
            throw _file.Fault(section, symbol.Value, $"function '{symbol.Name}' within '{before.Name}'",
                "functions that do not overlap");
        }

        var isGlobal = symbol.Binding != ElfSymbolBinding.Local;
        return new(Unique(symbol.Name, section, symbol.Value, isGlobal), section, (int)symbol.Value, (int)size, isGlobal,
            symbol.IsWeak, symbol.IsHidden);
    }

    // Static functions of several source files may share a name; the later ones are told apart by a number.
    string Unique(string name, ElfSection section, ulong offset, bool isGlobal = true)
    {
        if (name.Length == 0)
            throw _file.Fault(section, offset, "a function without a name", "one");
        if (_names.Add(name))
            return name;
        if (isGlobal)
            throw _file.Fault(section, offset, $"a second function '{name}'", "functions of different names");
        for (var number = 1; ; number++)
        {
            if (_names.Add($"{name}.{number}"))
                return $"{name}.{number}";
        }
    }
}
