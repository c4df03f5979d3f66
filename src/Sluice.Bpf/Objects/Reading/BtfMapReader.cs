using Sluice.Bpf.Btf;
using Sluice.Bpf.Elf;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Maps defined as structs in <c>.maps</c>, whose types say everything.</summary>
static class BtfMapReader
{
    /// <summary>The section of map definitions.</summary>
    public const string SectionName = ".maps";

    /// <summary>The maps of <paramref name="section"/>, by offset.</summary>
    /// <exception cref="BpfFormatException">A definition is malformed, or the section has no types.</exception>
    public static IEnumerable<PlacedMap> Read(ElfFile file, ElfSection section, BtfTypes? types, SymbolTable symbols)
    {
        if (types is null)
            throw file.Fault(section, 0, "map definitions without .BTF", "types (compile with -g)");
        var variables = types.Find<BtfDataSection>(SectionName)?.Variables
            ?? throw file.Fault(section, 0, "map definitions that .BTF does not know", "a DATASEC '.maps'");
        var maps = new List<PlacedMap>(variables.Length);
        foreach (var variable in variables)
            maps.Add(Read(file, section, variable, symbols));
        maps.Sort((left, right) => left.Offset.CompareTo(right.Offset));
        return maps;
    }

    static PlacedMap Read(ElfFile file, ElfSection section, BtfSectionVariable variable, SymbolTable symbols)
    {
        var name = variable.Variable.Name;
        var symbol = symbols.Find(section, name)
            ?? throw file.Fault(section, 0, $"map '{name}' without a symbol", "one that tells its place");
        BpfFormatException Fault(string found, string expected) => file.Fault(section, symbol.Value, found, expected);

        if (variable.Variable is not BtfVariable typed || typed.Type.Resolve() is not BtfStruct { IsUnion: false } type)
            throw Fault($"map '{name}' that is no struct", "a struct of __uint, __type and __array members");
        var size = Math.Max(type.Size, variable.Size);
        if (symbol.Value > (ulong)section.Size || size > section.Size - (int)symbol.Value)
            throw Fault($"map '{name}' of {size} bytes", $"it within the section's {section.Size}");

        var definition = new MapDefinition(name, Fault).Read(type);
        return new(definition.ToSpec(), section, (int)symbol.Value, size, definition.ValuesOffset);
    }
}
