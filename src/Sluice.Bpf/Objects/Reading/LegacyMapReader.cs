using Sluice.Bpf.Elf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Maps defined as <c>struct bpf_map_def</c>, from before BTF.</summary>
/// <remarks>
/// Five 32-bit fields: type, key_size, value_size, max_entries, map_flags. libbpf 1.x no longer reads them; other loaders
/// do. Some headers had longer structs, which are fine as long as the rest is zero.
/// </remarks>
static class LegacyMapReader
{
    /// <summary>The section of map definitions.</summary>
    public const string SectionName = "maps";

    const int DefinitionSize = 20;

    /// <summary>The maps of <paramref name="section"/>, by offset.</summary>
    /// <exception cref="BpfFormatException">A definition is too short, or has options that we do not know.</exception>
    public static IEnumerable<PlacedMap> Read(ElfFile file, ElfSection section, SymbolTable symbols)
    {
        var places = symbols.In(section);
        for (var i = 0; i < places.Count; i++)
        {
            var end = i + 1 < places.Count ? places[i + 1].Value : (ulong)section.Size;
            yield return Read(file, section, places[i], Math.Min(end, (ulong)section.Size));
        }
    }

    static PlacedMap Read(ElfFile file, ElfSection section, ElfSymbol symbol, ulong end)
    {
        var bytes = file.Bytes(section);
        if (symbol.Value > end || end - symbol.Value < DefinitionSize || end > (ulong)bytes.Length)
        {
            throw file.Fault(section, symbol.Value, $"map '{symbol.Name}' of {unchecked((long)(end - symbol.Value))} bytes",
                $"at least {DefinitionSize}, a struct bpf_map_def");
        }

        var definition = bytes[(int)symbol.Value..(int)end];
        var rest = definition[DefinitionSize..];
        if (rest.ContainsAnyExcept((byte)0))
        {
            throw file.Fault(section, symbol.Value + DefinitionSize + (ulong)rest.IndexOfAnyExcept((byte)0),
                $"map '{symbol.Name}' with options behind map_flags", "zeros");
        }

        var fields = new ElfReader(definition, file.IsBigEndian);
        int Field(int offset, string name, ElfReader reader) => reader.UInt32(offset) is var value && value <= int.MaxValue
            ? (int)value
            : throw file.Fault(section, symbol.Value + (ulong)offset, $"{name} {value}", $"at most {int.MaxValue}");

        var map = new MapSpec(symbol.Name, (MapType)Field(0, "type", fields), Field(4, "key_size", fields),
            Field(8, "value_size", fields), Field(12, "max_entries", fields))
        { Flags = (MapFlags)fields.UInt32(16) };
        if (map.Type == MapType.Unspecified)
            throw file.Fault(section, symbol.Value, $"map '{symbol.Name}' of type 0", "a map type");
        return new(map, section, (int)symbol.Value, definition.Length);
    }
}
