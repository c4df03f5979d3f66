using Sluice.Bpf.Elf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Maps defined as <c>struct bpf_map_def</c>, from before BTF.</summary>
/// <remarks>
/// 32-bit fields: type, key_size, value_size, max_entries, and in most headers map_flags. libbpf 1.x no longer reads them; other loaders
/// do. What follows depends on the header, which the length tells: iproute2's struct bpf_elf_map has an id, a pinning, the id of the inner
/// map and its index; that of the kernel's old samples the index of the inner map and a NUMA node; gobpf's a pinning and the name of a
/// folder.
/// </remarks>
static class LegacyMapReader
{
    /// <summary>The section of map definitions. Some loaders want one for each map: <c>maps/NAME</c>.</summary>
    public const string SectionName = "maps";

    const int Word = 4, ShortestDefinition = 16, FlagsOffset = 16, OptionsOffset = 20;

    // Lengths of definitions: with a pinning, with iproute2's id and pinning or the samples' index and node, and iproute2's whole.
    const int PinnedDefinition = 24, ShortDefinition = 28, WholeDefinition = 36;

    // Pinned for all objects under the map's name (iproute2 and gobpf, PIN_GLOBAL_NS); the greatest that there is.
    const uint GlobalPin = 2, MostPins = 3;

    /// <summary>What a definition says, before the inner maps are known.</summary>
    /// <param name="Place">The map and its place.</param>
    /// <param name="Id">iproute2's number of the map; 0 if it has none.</param>
    /// <param name="InnerId">That of its inner map.</param>
    /// <param name="InnerIndex">The place of the inner map among the maps of the section; -1 if none is named so.</param>
    readonly record struct Definition(PlacedMap Place, uint Id = 0, uint InnerId = 0, int InnerIndex = -1);

    /// <summary>Is it a section of such definitions?</summary>
    public static bool Matches(string section) => section == SectionName || section.StartsWith(SectionName + "/", StringComparison.Ordinal);

    /// <summary>The maps of <paramref name="section"/>, by offset.</summary>
    /// <exception cref="BpfFormatException">A definition is too short, or has options that we do not know.</exception>
    public static IEnumerable<PlacedMap> Read(ElfFile file, ElfSection section, SymbolTable symbols)
    {
        var places = symbols.In(section);
        var definitions = new List<Definition>();
        for (var i = 0; i < places.Count; i++)
        {
            var end = i + 1 < places.Count ? places[i + 1].Value : (ulong)section.Size;
            definitions.Add(Read(file, section, places[i], Math.Min(end, (ulong)section.Size)));
        }

        return definitions.ConvertAll(definition => WithInner(definition, definitions));
    }

    static PlacedMap WithInner(in Definition outer, List<Definition> all)
    {
        var (id, index) = (outer.InnerId, outer.InnerIndex);
        var inner = id != 0 ? all.Find(other => other.Id == id).Place
            : index >= 0 && index < all.Count ? all[index].Place
            : null;
        return inner is null || inner == outer.Place ? outer.Place : outer.Place with { Map = outer.Place.Map with { Inner = inner.Map with { Name = $"{outer.Place.Map.Name}.inner", PinByName = false } } };
    }

    static Definition Read(ElfFile file, ElfSection section, ElfSymbol symbol, ulong end)
    {
        var bytes = file.Bytes(section);
        if (symbol.Value > end || end - symbol.Value < ShortestDefinition || end > (ulong)bytes.Length)
        {
            throw file.Fault(section, symbol.Value, $"map '{symbol.Name}' of {unchecked((long)(end - symbol.Value))} bytes",
                $"at least {ShortestDefinition}, a struct bpf_map_def");
        }

        var definition = bytes[(int)symbol.Value..(int)end];
        var fields = new ElfReader(definition, file.IsBigEndian);
        int Field(int offset, string name, ElfReader reader) => reader.UInt32(offset) is var value && value <= int.MaxValue
            ? (int)value
            : throw file.Fault(section, symbol.Value + (ulong)offset, $"{name} {value}", $"at most {int.MaxValue}");

        var map = new MapSpec(symbol.Name, (MapType)Field(0, "type", fields), Field(4, "key_size", fields),
            Field(8, "value_size", fields), Field(12, "max_entries", fields))
        { Flags = definition.Length >= OptionsOffset ? (MapFlags)fields.UInt32(FlagsOffset) : 0 };
        if (map.Type == MapType.Unspecified)
            throw file.Fault(section, symbol.Value, $"map '{symbol.Name}' of type 0", "a map type");
        var place = new PlacedMap(map, section, (int)symbol.Value, definition.Length);
        // The samples' index of an inner map may be 0.
        var hasOptions = definition.Length > OptionsOffset && (definition[OptionsOffset..].ContainsAnyExcept((byte)0) || definition.Length == ShortDefinition);
        if (!hasOptions)
            return new(place);
        return WithOptions(place, definition, fields)
            ?? throw file.Fault(section, symbol.Value + OptionsOffset, $"map '{symbol.Name}' with options behind map_flags that no known header has",
                "iproute2's id, pinning and inner map, an inner map's index, or a pinning");
    }

    static Definition? WithOptions(PlacedMap place, ReadOnlySpan<byte> definition, ElfReader fields)
    {
        var holdsMaps = MapTypeTable.Find(place.Map.Type)?.Content == MapContent.Maps;
        var (first, second) = (fields.UInt32(OptionsOffset), definition.Length >= ShortDefinition ? fields.UInt32(OptionsOffset + Word) : 0);
        return definition.Length switch
        {
            WholeDefinition when second <= MostPins => new(Pinned(place, second), first, fields.UInt32(OptionsOffset + 2 * Word)),
            ShortDefinition when holdsMaps && first <= int.MaxValue => new(place, InnerIndex: (int)first),
            ShortDefinition => new(Pinned(place, second), first),
            PinnedDefinition or > WholeDefinition when first <= MostPins => new(Pinned(place, first)),
            _ => null,
        };
    }

    static PlacedMap Pinned(PlacedMap place, uint pinning) => pinning == GlobalPin ? place with { Map = place.Map with { PinByName = true } } : place;
}
