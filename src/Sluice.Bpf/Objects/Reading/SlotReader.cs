using System.Buffers.Binary;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>The initial entries of program arrays and maps of maps, which the file states as relocations of <c>.maps</c>.</summary>
sealed class SlotReader(ElfFile file, FunctionTable functions, AddressTable addresses)
{
    const int PointerSize = 8;

    /// <summary>The same maps with their initial slots.</summary>
    /// <param name="section">The section of map definitions.</param>
    /// <param name="maps">The maps in it, by offset.</param>
    /// <exception cref="BpfFormatException">A relocation is off a slot, or points to something that cannot stand there.</exception>
    public IEnumerable<PlacedMap> Fill(ElfSection section, List<PlacedMap> maps)
    {
        var slots = new Dictionary<PlacedMap, SortedDictionary<int, string>>(ReferenceEqualityComparer.Instance);
        foreach (var relocation in file.Relocations(section))
            Add(slots, maps, section, relocation);
        return maps.Select(map => slots.TryGetValue(map, out var filled) ? WithSlots(map, filled) : map);
    }

    static PlacedMap WithSlots(PlacedMap map, SortedDictionary<int, string> slots) => map with
    {
        Map = map.Map with { InitialSlots = [.. slots.Select(slot => (slot.Key, slot.Value))] },
    };

    static PlacedMap? Holding(List<PlacedMap> maps, ulong offset)
    {
        var (low, high) = (0, maps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if ((ulong)maps[middle].Offset <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && offset - (ulong)maps[low - 1].Offset < (ulong)maps[low - 1].Size ? maps[low - 1] : null;
    }

    void Add(Dictionary<PlacedMap, SortedDictionary<int, string>> slots, List<PlacedMap> maps, ElfSection section,
        ElfRelocation relocation)
    {
        if (relocation.Type is not (ElfRelocationType.Absolute64 or ElfRelocationType.Immediate64))
            throw file.Fault(section, relocation.Offset, $"relocation type {(uint)relocation.Type}", "R_BPF_64_ABS64 (2)");

        if (Holding(maps, relocation.Offset) is not { ValuesOffset: { } values } placed)
            throw file.Fault(section, relocation.Offset, "a pointer", "it among the 'values' of a map");
        var distance = (int)relocation.Offset - placed.Offset - values;
        if (distance < 0 || distance % PointerSize != 0)
            throw file.Fault(section, relocation.Offset, "a pointer", $"it on one of the 'values' of '{placed.Map.Name}'");
        var slot = distance / PointerSize;
        if (slot >= placed.Map.MaxEntries && placed.Map.Type != MapType.HashOfMaps)
        {
            throw file.Fault(section, relocation.Offset, $"a value for slot {slot} of '{placed.Map.Name}'",
                $"one of its {placed.Map.MaxEntries}");
        }

        if (!slots.TryGetValue(placed, out var filled))
            slots.Add(placed, filled = []);
        if (!filled.TryAdd(slot, TargetOf(placed, section, relocation)))
            throw file.Fault(section, relocation.Offset, $"a second value for slot {slot} of '{placed.Map.Name}'", "one");
    }

    string TargetOf(PlacedMap placed, ElfSection section, ElfRelocation relocation)
    {
        var symbol = file.Symbols[relocation.Symbol];
        var address = unchecked((long)symbol.Value + (relocation.Addend ?? AddendAt(section, relocation.Offset)));
        var wantsProgram = placed.Map.Type == MapType.ProgramArray;
        return (wantsProgram ? functions.StartingAt(symbol.Section, address)?.Name : addresses.MapAt(symbol.Section, address))
            ?? throw file.Fault(section, relocation.Offset, $"'{symbol.Name}' as a value of '{placed.Map.Name}'",
                wantsProgram ? "a program" : "a map");
    }

    long AddendAt(ElfSection section, ulong offset)
    {
        var rest = file.Bytes(section)[(int)offset..];
        if (rest.Length < PointerSize)
            throw file.Fault(section, offset, $"{rest.Length} bytes", $"the {PointerSize} of a pointer");
        return file.IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(rest) : BinaryPrimitives.ReadInt64LittleEndian(rest);
    }
}
