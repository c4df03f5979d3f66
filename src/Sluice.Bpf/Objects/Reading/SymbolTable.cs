using Sluice.Bpf.Elf;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>The data symbols of a file, by section and name.</summary>
sealed class SymbolTable
{
    readonly Dictionary<(int Section, string Name), ElfSymbol> _byName = [];

    readonly Dictionary<int, List<ElfSymbol>> _bySection = [];

    /// <summary>Indexes <paramref name="file"/>.</summary>
    public SymbolTable(ElfFile file)
    {
        foreach (var symbol in file.Symbols)
        {
            if (symbol.Name.Length == 0 || symbol.Type is not (ElfSymbolType.Object or ElfSymbolType.None))
                continue;
            _byName.TryAdd((symbol.Section, symbol.Name), symbol);
            if (!_bySection.TryGetValue(symbol.Section, out var symbols))
                _bySection.Add(symbol.Section, symbols = []);
            symbols.Add(symbol);
        }

        foreach (var symbols in _bySection.Values)
            symbols.Sort((left, right) => (left.Value, left.Index).CompareTo((right.Value, right.Index)));
    }

    /// <summary>The symbol of this name in a section, or null.</summary>
    public ElfSymbol? Find(ElfSection section, string name) =>
        _byName.TryGetValue((section.Index, name), out var symbol) ? symbol : null;

    /// <summary>The symbols of a section, by value.</summary>
    public IReadOnlyList<ElfSymbol> In(ElfSection section) => _bySection.GetValueOrDefault(section.Index) ?? [];

    /// <summary>Is there an undefined symbol of this name that may stay undefined?</summary>
    public bool IsWeakExtern(string name) => _byName.TryGetValue((0, name), out var symbol) && symbol.IsWeak;
}
