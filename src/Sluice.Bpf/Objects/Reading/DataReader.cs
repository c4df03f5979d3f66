using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Global variables and the maps that hold them.</summary>
sealed class DataReader(ElfFile file, BtfTypes? types, SymbolTable symbols)
{
    /// <summary>The map that holds <paramref name="section"/>.</summary>
    public PlacedMap ReadMap(ElfSection section, string name)
    {
        var data = new byte[section.Size];
        file.Bytes(section).CopyTo(data);
        if (types?.Find<BtfDataSection>(section.Name) is { } described)
            described.Variables = [.. described.Variables.Select(entry => symbols.Find(section, entry.Variable.Name) is { } symbol ? entry with { Offset = (int)symbol.Value } : entry)];
        return new(MapOf(section.Name, name, data), section, 0, section.Size);
    }

    /// <summary>The variables in <paramref name="section"/>, which <paramref name="map"/> holds.</summary>
    /// <remarks>Compilers leave a variable's offset in its type at 0; the symbol knows it.</remarks>
    /// <exception cref="BpfFormatException">A variable is not within its section.</exception>
    public IEnumerable<VariableSpec> ReadVariables(ElfSection section, MapSpec map)
    {
        if (types?.Find<BtfDataSection>(section.Name) is { } described)
        {
            foreach (var (variable, offset, size) in described.Variables)
            {
                var symbol = symbols.Find(section, variable.Name);
                yield return Variable(section, map, variable.Name, symbol?.Value ?? (ulong)offset, (ulong)size,
                    (variable as BtfVariable)?.Type);
            }

            yield break;
        }

        foreach (var symbol in symbols.In(section))
        {
            if (symbol.Type == ElfSymbolType.Object)
                yield return Variable(section, map, symbol.Name, symbol.Value, symbol.Size, null);
        }
    }

    /// <summary>The map of configuration values, and its variables, or null if the object asks for none.</summary>
    public (MapSpec Map, ImmutableArray<VariableSpec> Variables)? ReadConfiguration(string mapName)
    {
        if (types?.Find<BtfDataSection>(DataSections.Configuration) is not { } described)
            return null;

        var variables = ImmutableArray.CreateBuilder<VariableSpec>(described.Variables.Length);
        var end = 0L;
        foreach (var entry in described.Variables)
        {
            if (entry.Variable is not BtfVariable variable)
                throw file.Fault(DataSections.Configuration, 0, $"'{entry.Variable.Name}', no variable", "variables");
            var (size, alignment) = (variable.Type.SizeOf(), variable.Type.AlignmentOf());
            var offset = (end + alignment - 1) / alignment * alignment;
            end = offset + size;
            if (end > ElfFile.MaxZeros)
                throw file.Fault(DataSections.Configuration, 0, $"{end} bytes of values", $"at most {ElfFile.MaxZeros}");
            variables.Add(new(variable.Name, mapName, (int)offset, size, variable.Type, IsReadOnly: true)
            {
                IsUnresolved = !symbols.IsWeakExtern(variable.Name),
            });
        }

        return end == 0 ? null : (MapOf(DataSections.Configuration, mapName, new byte[end]), variables.ToImmutable());
    }

    MapSpec MapOf(string section, string name, byte[] data)
    {
        var described = types?.Find<BtfDataSection>(section);
        var isReadOnly = DataSections.IsReadOnly(section);
        return new(name, MapType.Array, sizeof(uint), data.Length, 1)
        {
            DataSection = section,
            InitialData = ImmutableCollectionsMarshal.AsImmutableArray(data),
            IsFrozen = isReadOnly,
            ValueType = described,
            Flags = (isReadOnly ? MapFlags.ReadOnlyProgram : 0) | (IsVisible(described) ? MapFlags.Mmapable : 0),
        };
    }

    // libbpf maps a section into the host's memory if the host can name anything in it.
    static bool IsVisible(BtfDataSection? section)
    {
        foreach (var entry in section?.Variables ?? [])
        {
            if (entry.Variable is BtfVariable { Linkage: not BtfLinkage.Static })
                return true;
        }

        return false;
    }

    VariableSpec Variable(ElfSection section, MapSpec map, string name, ulong offset, ulong size, BtfType? type)
    {
        if (offset > (ulong)section.Size || size > (ulong)section.Size - offset)
        {
            throw file.Fault(section, offset, $"variable '{name}' of {size} bytes",
                $"it within the section's {section.Size}");
        }

        if (type is not null && type.SizeOf() > (int)size)
            throw file.Fault(section, offset, $"variable '{name}' of {size} bytes", $"the {type.SizeOf()} of its type");
        return new(name, map.Name, (int)offset, (int)size, type, map.IsFrozen);
    }
}
